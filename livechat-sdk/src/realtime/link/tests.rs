use serde_json::json;

use super::*;
use crate::ddp::ROOM_MESSAGES;

struct Wire {
    link: Link,
    now: Instant,
}

impl Wire {
    fn new(login: Option<&str>) -> Self {
        let now = Instant::now();
        let sub = |stream, is_required| Sub {
            stream,
            event_name: "r".to_owned(),
            options: SubOptions::default(),
            is_required,
        };
        let subs = vec![sub(ROOM_MESSAGES, true), sub("stream-extra", false)];
        Self { link: Link::new(login.map(AuthToken::from), subs, fastrand::Rng::with_seed(1), now), now }
    }

    /// A link that is up.
    fn up() -> Self {
        let mut wire = Self::new(None);
        wire.connect();
        wire
    }

    fn connect(&mut self) {
        assert_eq!(self.transmits(), [Transmit::Open]);
        self.link.handle_opened(self.now);
        assert_eq!(self.transmits(), [Transmit::Send(ClientFrame::connect())]);
        self.take(json!({"server_id": "0"}));
        self.take(json!({"msg": "connected", "session": "s"}));
        let ids = self.sub_ids();
        self.take(json!({"msg": "ready", "subs": ids}));
        assert!(self.link.is_up());
    }

    fn take(&mut self, frame: serde_json::Value) {
        self.link.handle_frame(serde_json::from_value(frame).unwrap(), self.now);
    }

    fn transmits(&mut self) -> Vec<Transmit> {
        std::iter::from_fn(|| self.link.poll_transmit()).collect()
    }

    fn sub_ids(&mut self) -> Vec<String> {
        let id = |transmit| match transmit {
            Transmit::Send(ClientFrame::Sub { id, .. }) => id,
            other => panic!("{other:?}"),
        };
        self.transmits().into_iter().map(id).collect()
    }

    /// The events, in short.
    fn events(&mut self) -> Vec<String> {
        std::iter::from_fn(|| self.link.poll_event())
            .map(|event| match event {
                LinkEvent::Failed(error) => error.to_string(),
                LinkEvent::Stream(..) => "event".to_owned(),
                other => format!("{other:?}"),
            })
            .collect()
    }

    /// Goes to the next timeout of the connection, and returns how many milliseconds that took.
    fn wait(&mut self) -> u128 {
        let from = self.now;
        loop {
            let is_of_patience = self.link.poll_at() == self.link.poll_timeout();
            self.now = self.link.poll_timeout().unwrap();
            self.link.handle_timeout(self.now);
            if !is_of_patience {
                return self.now.saturating_duration_since(from).as_millis();
            }
        }
    }
}

#[test]
fn pings_are_answered_and_silence_ends_a_connection() {
    let mut wire = Wire::up();
    wire.take(json!({"msg": "ping", "id": "x"}));
    wire.take(json!({"msg": "ping"}));
    let pongs = [Some("x".to_owned()), None].map(|id| Transmit::Send(ClientFrame::Pong { id }));
    assert_eq!(wire.transmits(), pongs);
    assert_eq!(wire.wait(), 20_000);
    assert_eq!(wire.transmits(), [Transmit::Send(ClientFrame::Ping { id: None })]);
    wire.take(json!({"msg": "pong"}));
    assert_eq!((wire.wait(), wire.wait()), (20_000, 20_000));
    assert_eq!(wire.transmits(), [Transmit::Send(ClientFrame::Ping { id: None }), Transmit::Close]);
    assert_eq!(wire.events(), ["Up", "Down"]);
}

#[test]
fn it_tries_for_ever_and_ever_more_rarely() {
    let mut wire = Wire::new(None);
    for longest in [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000] {
        assert_eq!(wire.transmits().last(), Some(&Transmit::Open));
        wire.link.handle_closed(wire.now);
        let wait = wire.wait();
        assert!((longest / 2..=longest).contains(&wait), "{wait} of {longest}");
    }
    let events = wire.events();
    assert_eq!(events.len(), 10);
    let polling = events.iter().position(|event| event == "Polling").unwrap();
    assert!(events[..polling].iter().all(|event| event == "Down"), "{events:?}");
    assert!(events[polling..].iter().all(|event| event == "Polling"), "{events:?}");

    // A connection that lasts starts anew, one that does not goes on as before.
    wire.transmits();
    for (lasts, waits) in [(9_000, 15_000..=30_000), (10_000, 250..=500)] {
        wire.link.handle_opened(wire.now);
        wire.take(json!({"msg": "connected"}));
        wire.transmits();
        for id in 1..=9 {
            wire.take(json!({"msg": "ready", "subs": [id.to_string()]}));
        }
        assert!(wire.link.is_up());
        wire.now += Duration::from_millis(lasts);
        wire.link.handle_closed(wire.now);
        assert!(waits.contains(&wire.wait()));
        wire.transmits();
    }
}

#[test]
fn every_step_has_its_time() {
    let mut wire = Wire::new(None);
    assert_eq!(wire.wait(), 10_000, "opening");
    wire.wait();
    wire.link.handle_opened(wire.now);
    assert_eq!(wire.wait(), 10_000, "greeting");
    wire.wait();
    wire.link.handle_opened(wire.now);
    wire.take(json!({"msg": "connected"}));
    assert_eq!(wire.wait(), 10_000, "subscribing");
    assert_eq!(wire.events(), ["Down", "Polling", "Polling", "Polling"]);
}

#[test]
fn after_twelve_seconds_without_a_connection_it_is_polled_for() {
    let mut wire = Wire::new(None);
    let start = wire.now;
    let mut steps = 0;
    while wire.events().last().is_none_or(|event| event != "Polling") {
        // Whoever connects and then says no more.
        if matches!(wire.link.state, State::Opening { .. }) {
            wire.link.handle_opened(wire.now);
            wire.take(json!({"msg": "connected"}));
        }
        wire.now = wire.link.poll_timeout().unwrap();
        wire.link.handle_timeout(wire.now);
        steps += 1;
        assert!(steps < 9);
    }
    assert_eq!(wire.now - start, PATIENCE);
    assert!(matches!(wire.link.state, State::Subscribing { .. }), "the attempt under way goes on");
    wire.take(json!({"msg": "ready", "subs": ["1", "2", "3", "4", "5", "6"]}));
    assert!(wire.link.is_up() && !wire.link.is_polling());
    for (lasts, event) in [(1, "Polling"), (10, "Down")] {
        wire.now += Duration::from_secs(lasts);
        wire.link.handle_closed(wire.now);
        assert_eq!(wire.events(), ["Up", event], "a connection that lasts gives patience anew");
        wire.wait();
        wire.transmits();
        wire.link.handle_opened(wire.now);
        wire.take(json!({"msg": "connected"}));
        wire.transmits();
        wire.take(json!({"msg": "ready", "subs": (1..=9).map(|id| id.to_string()).collect::<Vec<_>>()}));
    }
}

#[test]
fn a_version_that_is_not_spoken_is_the_end() {
    let mut wire = Wire::new(None);
    wire.link.handle_opened(wire.now);
    wire.take(json!({"msg": "failed", "version": "2"}));
    assert_eq!(wire.transmits().last(), Some(&Transmit::Close));
    assert_eq!(wire.events(), ["the server speaks DDP 2, and this client only DDP 1"]);
    assert_eq!(wire.link.poll_timeout(), None);
}

#[test]
fn a_refused_subscription_is_the_end_if_nothing_works_without_it() {
    for (place, error, says) in [
        (0, json!({}), "the server refuses the subscription to stream-room-messages"),
        (
            0,
            json!({"error": "not-allowed", "message": "[not-allowed]"}),
            "the server refuses the subscription to stream-room-messages: [not-allowed]",
        ),
        (0, json!({"error": "too-many-requests", "details": {"timeToReset": 900}}), "Down"),
        (0, json!({"error": 500, "reason": "Internal server error"}), "Down"),
        (1, json!({"error": "not-allowed"}), "Up"),
    ] {
        let mut wire = Wire::new(None);
        wire.link.handle_opened(wire.now);
        wire.take(json!({"msg": "connected"}));
        wire.link.poll_transmit();
        wire.link.poll_transmit();
        let ids = wire.sub_ids();
        let error = if error == json!({}) { json!(null) } else { error };
        wire.take(json!({"msg": "nosub", "id": ids[place], "error": error}));
        wire.take(json!({"msg": "ready", "subs": [ids[1 - place]]}));
        assert_eq!(wire.events(), [says]);
    }
}

#[test]
fn a_subscription_that_ends_later_is_made_again() {
    let mut wire = Wire::up();
    wire.take(json!({"msg": "nosub", "id": "1"}));
    assert_eq!(wire.events(), ["Up", "Down"]);
}

#[test]
fn staff_logs_in_first() {
    let mut wire = Wire::new(Some("s3cret"));
    wire.link.handle_opened(wire.now);
    wire.take(json!({"msg": "connected"}));
    let frame = wire.transmits().pop();
    assert_eq!(frame, Some(Transmit::Send(ClientFrame::log_in("1", &"s3cret".into()))));
    assert!(!format!("{frame:?}").contains("s3cret"));
    wire.take(json!({"msg": "result", "id": "1", "result": {"id": "u", "token": "s3cret"}}));
    assert_eq!(wire.sub_ids().len(), 2);

    let mut wire = Wire::new(Some("s3cret"));
    wire.link.handle_opened(wire.now);
    wire.take(json!({"msg": "connected"}));
    wire.take(json!({"msg": "result", "id": "1", "error": {"error": 403, "reason": "You've been logged out"}}));
    assert_eq!(wire.events(), ["the server refuses the login"]);
}

#[test]
fn three_sockets_that_say_nothing_are_as_good_as_none() {
    let mut wire = Wire::new(None);
    wire.link.handle_broken(wire.now);
    wire.wait();
    wire.link.handle_opened(wire.now);
    wire.link.handle_closed(wire.now);
    wire.wait();
    wire.link.handle_opened(wire.now);
    wire.link.handle_closed(wire.now);
    assert_eq!(wire.events(), ["Down", "Down", "Polling"]);
    assert_eq!(wire.wait(), 60_000);
    wire.transmits();
    wire.link.handle_refused(wire.now);
    assert_eq!((wire.wait(), wire.events()), (60_000, vec!["Polling".to_owned()]));
    wire.link.poll_transmit();
    wire.link.handle_opened(wire.now);
    wire.take(json!({"msg": "connected"}));
    let ids: Vec<_> = wire.transmits().into_iter().filter(|transmit| matches!(transmit, Transmit::Send(_))).collect();
    assert_eq!(ids.len(), 3);
}

#[test]
fn what_comes_late_or_from_nowhere_does_nothing() {
    let mut wire = Wire::up();
    wire.events();
    for frame in [
        json!({"msg": "connected"}),
        json!({"msg": "ready", "subs": ["99"]}),
        json!({"msg": "nosub", "id": "99"}),
        json!({"msg": "result", "id": "99", "error": {"error": 404}}),
        json!({"msg": "error", "reason": "Bad request"}),
        json!({"msg": "added", "collection": "stream-room-messages", "id": "id"}),
        json!([]),
    ] {
        wire.take(frame);
    }
    assert!(wire.transmits().is_empty() && wire.events().is_empty() && wire.link.is_up());
    wire.link.close();
    wire.link.close();
    assert_eq!(wire.transmits(), [Transmit::Close]);
    wire.take(json!({"msg": "connected"}));
    wire.link.handle_closed(wire.now);
    assert!(wire.transmits().is_empty() && wire.events().is_empty());
}

#[test]
fn a_login_has_its_time_and_a_result_of_its_own() {
    let mut wire = Wire::new(Some("token"));
    wire.link.handle_opened(wire.now);
    wire.take(json!({"msg": "connected"}));
    wire.transmits();
    wire.take(json!({"msg": "result", "id": "another"}));
    wire.take(json!({"msg": "result", "id": "another", "error": {"error": 403}}));
    assert!(wire.transmits().is_empty() && wire.events().is_empty());
    assert_eq!(wire.wait(), 10_000);
    assert_eq!(wire.events(), ["Down"]);
}

#[test]
fn a_subscription_that_ends_while_others_are_opened_is_made_again() {
    let mut wire = Wire::new(None);
    wire.link.handle_opened(wire.now);
    wire.transmits();
    wire.take(json!({"msg": "connected"}));
    let [first, _] = &wire.sub_ids()[..] else { panic!() };
    wire.take(json!({"msg": "ready", "subs": [first]}));
    wire.take(json!({"msg": "nosub", "id": first, "error": {"error": "not-allowed"}}));
    assert_eq!(wire.events(), ["Down"]);
}

#[test]
fn a_connection_without_an_extra_still_ends_with_what_it_needs() {
    let mut wire = Wire::new(None);
    wire.link.handle_opened(wire.now);
    wire.transmits();
    wire.take(json!({"msg": "connected"}));
    let [needed, extra] = &wire.sub_ids()[..] else { panic!() };
    wire.take(json!({"msg": "nosub", "id": extra, "error": {"error": "not-allowed"}}));
    wire.take(json!({"msg": "ready", "subs": [needed]}));
    assert_eq!(wire.events(), ["Up"]);
    wire.take(json!({"msg": "nosub", "id": extra}));
    assert!(wire.events().is_empty());
    wire.take(json!({"msg": "nosub", "id": needed}));
    assert_eq!(wire.events(), ["Down"]);
}

#[test]
fn a_connection_is_asked_after_a_silence_alone_and_once() {
    let mut wire = Wire::up();
    for (seconds, pings) in [(5, 0), (15, 1), (5, 0)] {
        wire.now += Duration::from_secs(seconds);
        wire.link.handle_timeout(wire.now);
        assert_eq!(wire.transmits().len(), pings);
    }
}

/// A link whose login may be renewed, and that has just sent the login.
fn logging_in(wire: &mut Wire) -> String {
    assert_eq!(wire.transmits(), [Transmit::Open]);
    wire.link.handle_opened(wire.now);
    wire.take(json!({"msg": "connected", "session": "s"}));
    let sent = wire.transmits();
    let Some(Transmit::Send(ClientFrame::Method { id, params, .. })) = sent.last() else { panic!("{sent:?}") };
    assert!(json!(params).to_string().contains(wire.link.login.as_ref().unwrap().expose()));
    id.clone()
}

#[test]
fn a_login_that_is_refused_is_renewed_once() {
    let mut wire = Wire::new(Some(""));
    wire.link.renew_login();
    assert_eq!(wire.link.wanted_login(), Wanted::Present);
    wire.link.handle_login("one".into());
    let refusal = json!({"isClientSafe": true, "error": 403, "reason": "You've been logged out"});
    for (ended, next) in [("one", "two"), ("two", "three")] {
        let id = logging_in(&mut wire);
        wire.take(json!({"msg": "result", "id": id, "error": refusal}));
        assert_eq!(wire.link.wanted_login(), Wanted::Other(ended.into()));
        assert_eq!(wire.transmits(), [Transmit::Close]);
        wire.now += Duration::from_secs(60);
        wire.link.handle_timeout(wire.now);
        wire.link.handle_login(next.into());
        let id = logging_in(&mut wire);
        wire.take(json!({"msg": "result", "id": id}));
        assert_eq!(wire.link.wanted_login(), Wanted::Present, "the new one works");
        wire.transmits();
        wire.link.handle_closed(wire.now);
        wire.transmits();
        wire.now += Duration::from_secs(60);
        wire.link.handle_timeout(wire.now);
    }
    // Neither the old nor the new one.
    let id = logging_in(&mut wire);
    wire.take(json!({"msg": "result", "id": id, "error": refusal}));
    wire.transmits();
    wire.now += Duration::from_secs(60);
    wire.link.handle_timeout(wire.now);
    wire.link.handle_login("four".into());
    let id = logging_in(&mut wire);
    wire.events();
    wire.take(json!({"msg": "result", "id": id, "error": refusal}));
    assert!(wire.events().last().unwrap().contains("refuses the login"));
}
