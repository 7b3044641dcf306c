//! Schedules of faults: an event is handled at most once, and once if any of its tries arrives.

use std::{collections::BTreeSet, env};

use livechat_mock::{Engine, Fault, WebhookAnswer, WebhookState};
use livechat_sdk::webhook::{EventKey, ReadError, RecentEvents, read, request};
use proptest::prelude::*;

use super::{NOW, PAUSE, SECRET, TOKEN, call, say, workspace};

/// A fault, how many tries pass before it, and how many it applies to.
fn fault() -> impl Strategy<Value = Fault> {
    let kind = prop_oneof![
        Just(Fault::lose_webhook()),
        Just(Fault::lose_webhook_answer()),
        Just(Fault::duplicate_webhook()),
        Just(Fault::reorder_webhook()),
        (0..60_000_u64).prop_map(|millis| Fault::delay_webhook(std::time::Duration::from_millis(millis))),
    ];
    (kind, 0..12_u64, 1..8_u64).prop_map(|(fault, after, times)| fault.after(after).times(times))
}

/// What the receiver's machine does with a request: it is down, busy, or there.
fn weather() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(0..4_u8, 1..24)
}

/// As many schedules as `PROPTEST_CASES` says.
fn schedules() -> ProptestConfig {
    let config = ProptestConfig::default();
    let cases = if env::var_os("PROPTEST_CASES").is_some() { config.cases } else { 64 };
    ProptestConfig { cases, ..config }
}

proptest! {
    #![proptest_config(schedules())]

    #[test]
    fn an_event_is_handled_once_if_any_try_arrives(
        faults in prop::collection::vec(fault(), 0..6),
        weather in weather(),
        messages in 1..6_usize,
    ) {
        let (world, [marcos, _]) = workspace("http://127.0.0.1:1/hook");
        let mut engine = Engine::stateful(world).no_auth(true);
        faults.into_iter().for_each(|fault| engine.add_fault(fault));
        let room = engine.world_mut().unwrap().open_room("ann", NOW).unwrap();
        (0..messages).for_each(|number| say(&mut engine, &room, &number.to_string(), NOW));
        engine.world_mut().unwrap().serve_room(&room, &marcos, NOW);
        call(&mut engine, "livechat/room.close", &serde_json::json!({"token": TOKEN, "rid": room}), NOW);
        let told = engine.webhooks().count();

        let recent = RecentEvents::default();
        let (mut handled, mut arrived) = (Vec::<EventKey>::new(), BTreeSet::new());
        let mut now = NOW;
        let mut weather = weather.into_iter().cycle();
        // A try for each event and each fault, and pauses between.
        for _ in 0..10_000 {
            let Some(due) = engine.take_webhook(now) else {
                let Some(next) = engine.next_webhook() else { break };
                prop_assert!(next > now);
                now = next;
                continue;
            };
            let answer = match weather.next() {
                Some(0) => WebhookAnswer::failed("down"),
                // What the receiver did not look at.
                Some(1) => WebhookAnswer::responded(503, ""),
                _ => {
                    let delivery = read(due.request.headers(), due.request.body(), &SECRET.into()).unwrap();
                    let forged = request(&delivery.event, &"guessed".into()).unwrap();
                    prop_assert_eq!(read(forged.headers(), forged.body(), &SECRET.into()), Err(ReadError::Secret));
                    arrived.insert(delivery.key);
                    if recent.insert(delivery.key) {
                        handled.push(delivery.key);
                    }
                    WebhookAnswer::responded(200, "")
                }
            };
            engine.answer_webhook(&due, answer, now);
        }
        prop_assert_eq!(engine.next_webhook(), None);

        prop_assert_eq!(handled.iter().copied().collect::<BTreeSet<_>>(), arrived.clone());
        prop_assert_eq!(handled.len(), arrived.len());
        prop_assert_eq!(engine.webhooks().count(), told);
        let mut delivered = 0;
        for webhook in engine.webhooks() {
            match webhook.state {
                WebhookState::Delivered => delivered += 1,
                // What was given up is listed, with all of its tries.
                WebhookState::GivenUp => prop_assert_eq!(webhook.attempts.len(), 5),
                other => prop_assert!(false, "{:?}", other),
            }
            let times: Vec<_> = webhook.attempts.iter().map(|attempt| attempt.at).collect();
            prop_assert!(times.windows(2).all(|pair| pair[1] >= pair[0].saturating_add(PAUSE)), "{:?}", times);
        }
        prop_assert!(delivered <= arrived.len());
    }
}
