mod sim;
mod staff;

use std::time::Duration;

use proptest::prelude::*;
use serde_json::json;

use self::sim::{OF_ONE_MOMENT, Open, ROOM, Sim};
use super::*;
use crate::{
    ddp::QueueInfo,
    model::{AgentInfo, Message, MessageType, UserStatus},
    realtime::recovery::PAGE,
};

#[test]
fn a_thousand_drops_among_ten_thousand_messages_lose_and_repeat_nothing() {
    let mut sim = Sim::new(1);
    (sim.duplicates, sim.fails.0) = (true, 1);
    let mut drops = 0;
    for number in 0..10_000 {
        sim.post(&number.to_string());
        if sim.random().u32(..8) == 0 {
            let wait = sim.random().u64(..3_000);
            sim.run(Duration::from_millis(wait));
            if sim.socket.is_some() {
                drops += 1;
            }
            sim.drop_socket();
        }
        let wait = sim.random().u64(..3_000);
        sim.run(Duration::from_millis(wait));
    }
    sim.run_secs(60);
    assert!(drops >= 1_000, "{drops}");
    assert!(sim.told() == sim.had());
}

#[derive(Clone, Debug)]
enum Step {
    Post,
    Edit(usize),
    Delete(usize),
    Drop,
    Mute,
    Pause(bool),
    Wait(u64),
}

/// How many messages may follow one that changes, when it changes.
const FURTHEST_BACK: usize = 20;

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        8 => Just(Step::Post),
        2 => (0..FURTHEST_BACK).prop_map(Step::Edit),
        1 => (0..FURTHEST_BACK).prop_map(Step::Delete),
        2 => Just(Step::Drop),
        1 => Just(Step::Mute),
        1 => any::<bool>().prop_map(Step::Pause),
        4 => (0_u64..2_000).prop_map(Step::Wait),
    ]
}

/// Takes the steps. Where `reorders`, the network changes the order of frames in place of deleting messages.
fn play(sim: &mut Sim, steps: Vec<Step>, reorders: bool) {
    let settle = |sim: &mut Sim| {
        (sim.reads, sim.answers_pings) = (true, true);
        sim.run_secs(100);
    };
    // What changes beyond the pages of history that are read is not seen: where a connection is lost, a page has to reach
    // back past the change, and past the other messages of its moment.
    const STAYS_ON_PAGE: usize = PAGE as usize - FURTHEST_BACK - OF_ONE_MOMENT;
    let mut left_on_page = usize::MAX;
    for step in steps {
        let back = |back: usize| sim.messages.len().checked_sub(1 + back);
        match step {
            Step::Post => {
                sim.post("new");
                left_on_page -= 1;
            }
            Step::Delete(_) if reorders => sim.reorder(),
            Step::Edit(place) | Step::Delete(place) => {
                if let Some(place) = back(place) {
                    match step {
                        Step::Edit(_) => sim.edit(place, "edited"),
                        _ => sim.delete(place),
                    }
                    left_on_page = left_on_page.min(STAYS_ON_PAGE);
                }
            }
            Step::Drop => sim.drop_socket(),
            Step::Mute => sim.answers_pings = !sim.answers_pings,
            Step::Pause(reads) => sim.reads = reads,
            Step::Wait(millis) => sim.run(Duration::from_millis(millis)),
        }
        sim.obey();
        if left_on_page == 0 {
            settle(sim);
            left_on_page = usize::MAX;
        }
    }
    settle(sim);
}

/// What a reader has who did as the events said, in the order of the events.
fn shown(events: &[ChatEvent]) -> Vec<Message> {
    let mut shown: Vec<Message> = Vec::new();
    for event in events {
        match event {
            ChatEvent::MessageNew(message) => {
                assert!(!shown.iter().any(|known| known.id == message.id), "told twice");
                shown.push((**message).clone());
            }
            ChatEvent::MessageChanged(message) => {
                let known = shown.iter_mut().find(|known| known.id == message.id).unwrap();
                assert!(known.updated_at < message.updated_at, "an older state after a newer one");
                *known = (**message).clone();
            }
            ChatEvent::MessageDeleted { message_id, .. } => {
                let before = shown.len();
                shown.retain(|known| known.id != *message_id);
                assert_eq!(shown.len(), before - 1, "deleted, but never told of");
            }
            _ => {}
        }
    }
    shown
}

fn brief(messages: &[Message]) -> Vec<(&str, &str, i64)> {
    fn brief(message: &Message) -> (&str, &str, i64) {
        let Message { id, text, updated_at, .. } = message;
        (id.as_str(), text.as_str(), updated_at.unwrap().as_millis())
    }
    messages.iter().map(brief).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn the_reader_has_what_the_server_has(
        seed: u64,
        duplicates: bool,
        fails: bool,
        steps in prop::collection::vec(step(), 0..300),
    ) {
        let mut sim = Sim::new(seed);
        (sim.duplicates, sim.fails.0) = (duplicates, fails.into());
        play(&mut sim, steps, false);
        let shown = shown(&sim.events);
        prop_assert_eq!(brief(&shown), brief(&sim.messages));
    }

    #[test]
    fn what_the_server_tells_out_of_order_is_told_once(seed: u64, steps in prop::collection::vec(step(), 0..300)) {
        let mut sim = Sim::new(seed);
        play(&mut sim, steps, true);
        let mut shown = shown(&sim.events);
        shown.sort_by_key(|message| (message.created_at, message.id.clone()));
        let mut had = sim.messages;
        had.sort_by_key(|message| (message.created_at, message.id.clone()));
        prop_assert_eq!(brief(&shown), brief(&had));
    }

    #[test]
    fn no_frame_upsets_it(texts in prop::collection::vec(frame(), 0..40)) {
        let mut sim = Sim::new(0);
        for text in texts {
            sim.run(Duration::from_millis(150));
            if sim.socket.is_some() {
                sim.feed.handle_frame(ServerFrame::read(&text).unwrap(), sim.now);
            }
            sim.obey();
        }
    }
}

fn frame() -> impl Strategy<Value = String> {
    let msg = prop::sample::select(vec!["connected", "failed", "ready", "nosub", "ping", "result", "error", "changed"]);
    let rest = prop::sample::select(vec![
        json!({}),
        json!({"id": "1", "subs": ["1", "2", "3"], "version": 7}),
        json!({"id": "2", "error": {"error": 500}, "subs": null}),
        json!({"collection": "stream-room-messages", "id": "id", "fields": {"eventName": "r", "args": [{"_id": 1}]}}),
        json!({"collection": "stream-room-messages", "id": "id", "fields": {"eventName": "r", "args": [
            {"_id": "x", "rid": "other", "ts": {"$date": 1}, "u": {"_id": "a"}}]}}),
        json!({"collection": "stream-notify-room", "id": "id", "fields": {"eventName": "r", "args": []}}),
        json!({"collection": "stream-livechat-room", "id": "id", "fields": {"eventName": "r", "args": [{"type": 1}]}}),
    ]);
    (msg, rest).prop_map(|(msg, mut frame)| {
        frame["msg"] = json!(msg);
        frame.to_string()
    })
}

#[test]
fn it_begins_with_what_was_said_or_with_what_is_new() {
    let mut past = Sim::new(2);
    for _ in 0..120 {
        past.post("old");
        past.run_secs(1);
    }
    let mut sim = Sim::new(2);
    sim.messages.clone_from(&past.messages);
    sim.run_secs(5);
    assert_eq!(sim.told(), sim.had());
    assert_eq!(sim.events[0], ChatEvent::Connected);

    let messages = past.messages;
    let scope = Scope::Visitor { room_id: ROOM.into(), token: "t".into(), username: None };
    let mut sim = Sim::with_scope(2, scope, Some(messages[117].created_at));
    sim.messages = messages;
    sim.run_secs(5);
    assert_eq!(sim.told(), sim.had()[118..]);
    assert_eq!(sim.fetches.len(), 2, "one page is enough: {:?}", sim.fetches);
    sim.edit(3, "edited");
    sim.run_secs(1);
    assert!(matches!(sim.events.last(), Some(ChatEvent::MessageChanged(message)) if message.text == "edited"));
}

#[test]
fn a_slow_reader_loses_nothing_and_holds_nothing_up() {
    let mut sim = Sim::new(3);
    sim.run_secs(5);
    sim.reads = false;
    for _ in 0..1_000 {
        sim.post("new");
        sim.run(Duration::from_millis(100));
    }
    sim.edit(0, "one");
    sim.edit(0, "two");
    sim.push(ServerFrame::Ping { id: Some("p".to_owned()) });
    sim.run_secs(60);
    assert!(sim.received.contains(&ClientFrame::Pong { id: Some("p".to_owned()) }));
    assert_eq!(sim.opened.len(), 1, "the connection lived on");
    assert!(sim.feed.outbox.len() <= CAPACITY, "{}", sim.feed.outbox.len());
    sim.reads = true;
    sim.run_secs(60);
    assert_eq!(shown(&sim.events), sim.messages);
}

#[test]
fn a_room_that_was_closed_ends_the_stream_however_that_is_learnt() {
    let closed = ChatEvent::Closed { room_id: ROOM.into() };
    for (how, post, is_live) in [("live", true, true), ("in history", true, false), ("by config", false, false)] {
        let mut sim = Sim::new(4);
        sim.post("hello");
        sim.run_secs(5);
        if !is_live {
            sim.drop_socket();
        }
        sim.is_open = false;
        if post {
            sim.post_kind("bye", Some(MessageType::LivechatClose));
        }
        sim.run_secs(60);
        assert_eq!(sim.events.last(), Some(&closed), "{how}");
        assert_eq!(sim.told(), sim.had(), "{how}");
        assert!(sim.feed.is_drained() && sim.socket.is_none() && sim.feed.poll_timeout().is_none(), "{how}");
    }
}

#[test]
fn agents_come_change_and_leave_also_meanwhile() {
    let mut sim = Sim::new(5);
    let ann = AgentInfo::new("a1", "ann").status(UserStatus::Online);
    sim.run_secs(5);
    sim.emit_agent(json!({"type": "queueData", "data": {"spot": 2}}));
    sim.emit_agent(json!({"type": "agentData", "data": ann}));
    sim.emit_agent(json!({"type": "agentStatus", "status": "away"}));
    let away = ann.clone().status(UserStatus::Away);
    let renamed = away.clone().name("Ann B.");
    for agent in [&away, &renamed] {
        sim.emit_agent(json!({"type": "agentData", "data": agent}));
    }
    sim.run_secs(1);
    sim.drop_socket();
    let bob = AgentInfo::new("b1", "bob");
    sim.agent = Some(bob.clone());
    sim.run_secs(60);
    sim.emit_agent(json!({"type": "agentData"}));
    sim.emit_agent(json!({"type": "something"}));
    sim.run_secs(1);
    assert_eq!(
        sim.events,
        [
            ChatEvent::Connected,
            ChatEvent::QueuePosition(QueueInfo::new(2)),
            ChatEvent::AgentJoined(Box::new(ann)),
            ChatEvent::AgentStatus(UserStatus::Away),
            ChatEvent::AgentChanged(Box::new(renamed)),
            ChatEvent::ConnectionLost,
            ChatEvent::Connected,
            ChatEvent::AgentChanged(Box::new(bob)),
            ChatEvent::AgentLeft,
        ]
    );
}

#[test]
fn what_the_end_of_a_room_says_of_its_agent_is_no_news() {
    let mut sim = Sim::new(5);
    sim.agent = Some(AgentInfo::new("a1", "ann"));
    sim.run_secs(5);
    sim.drop_socket();
    (sim.is_open, sim.agent) = (false, None);
    sim.run_secs(60);
    assert_eq!(
        sim.events,
        [
            ChatEvent::Connected,
            ChatEvent::AgentJoined(Box::new(AgentInfo::new("a1", "ann"))),
            ChatEvent::ConnectionLost,
            ChatEvent::Connected,
            ChatEvent::Closed { room_id: ROOM.into() },
        ]
    );
}

#[test]
fn an_agent_nobody_knows_has_a_status_nonetheless() {
    let mut sim = Sim::new(5);
    sim.run_secs(5);
    sim.emit_agent(json!({"type": "agentStatus", "status": "away"}));
    sim.run_secs(1);
    assert_eq!(sim.events, [ChatEvent::Connected, ChatEvent::AgentStatus(UserStatus::Away)]);
}

#[test]
fn of_an_agent_what_cannot_be_read_is_told_of() {
    let mut sim = Sim::new(5);
    sim.run_secs(5);
    for event in [
        json!({"type": "agentData", "data": {"_id": "a1", "username": "ann", "name": {"first": "Ann"}}}),
        // Neither is there no agent now, nor does nobody wait.
        json!({"type": "agentData", "data": "ann"}),
        json!({"type": "agentStatus", "status": 7}),
        // Of each place it is told once.
        json!({"type": "queueData", "data": {"spot": "first"}}),
        // No event of this stream, and no message either.
        json!({"type": 1}),
    ] {
        sim.emit_agent(event);
    }
    sim.run_secs(1);
    let mut told = Vec::new();
    for event in &sim.events {
        match event {
            ChatEvent::Omitted { room_id, message_id: None, is_whole: false, pointer, reason } => {
                assert_eq!(room_id.as_str(), ROOM);
                assert!(!reason.is_empty() && !reason.contains("ann"), "{reason}");
                told.push(pointer.clone());
            }
            ChatEvent::AgentJoined(agent) => told.push(agent.username.clone().unwrap()),
            other => told.push(format!("{other:?}")),
        }
    }
    assert_eq!(told, ["Connected", "/data/name", "ann", "/data", "/status"]);
}

#[test]
fn what_is_told_of_the_queue_hides_no_agent() {
    let mut sim = Sim::new(5);
    sim.run_secs(5);
    sim.drop_socket();
    sim.agent = Some(AgentInfo::new("a1", "ann"));
    // Until the events arrive again, and the state of the room was asked for, but not told.
    while sim.fetches.last() != Some(&Fetch::Standing) || sim.fetches.len() < 3 {
        sim.run(Duration::from_millis(1));
    }
    let frame = ServerFrame::event("stream-livechat-room", ROOM, vec![json!({"type": "queueData", "data": null})]);
    sim.feed.handle_frame(frame, sim.now);
    sim.run_secs(5);
    assert_eq!(sim.events.last(), Some(&ChatEvent::AgentJoined(Box::new(AgentInfo::new("a1", "ann")))));
}

#[test]
fn without_sockets_it_polls_and_tries_now_and_then() {
    for refuse in [(|| Open::Refuses) as fn() -> Open, || Open::Breaks] {
        let mut sim = Sim::new(6);
        sim.answer_to_open = refuse;
        for _ in 0..30 {
            sim.post("new");
            sim.run_secs(10);
        }
        sim.run_secs(10);
        assert_eq!(sim.told(), sim.had());
        assert_eq!(sim.events.iter().filter(|event| **event == ChatEvent::Polling).count(), 1);
        let again = sim.opened[1] - sim.opened[0];
        match refuse() {
            Open::Breaks => assert!(again < Duration::from_secs(3), "{again:?}"),
            _ => assert!(again >= Duration::from_secs(60), "{again:?}"),
        }
        let histories = sim.fetches.iter().filter(|fetch| **fetch != Fetch::Standing).count();
        assert!((25..=32).contains(&histories), "about six a minute: {histories}");
        assert!((5..=8).contains(&sim.opened.len()), "{:?}", sim.opened);
        assert!(matches!(sim.feed.state, State::Polling { .. }));
        sim.feed.handle_timeout(sim.now);
        assert!(matches!(sim.feed.state, State::Polling { .. }), "it is not time yet");
        sim.answer_to_open = || Open::Opens;
        sim.run_secs(70);
        assert_eq!(sim.events.last(), Some(&ChatEvent::Connected));
        let before = sim.fetches.len();
        sim.post("live");
        sim.run_secs(60);
        assert_eq!((sim.told(), sim.fetches.len()), (sim.had(), before), "no polls any more");
    }
}

#[test]
fn a_login_is_asked_for_again_unless_another_would_not_help() {
    for (status, is_final) in [(400, true), (503, false)] {
        let mut sim = Sim::new(15);
        assert_eq!(sim.feed.poll_transmit(), Some(Transmit::Open));
        sim.feed.handle_no_login(sim::error(status), sim.now);
        sim.run_secs(5);
        assert_eq!((sim.error.is_some(), sim.feed.is_drained()), (is_final, is_final), "{status}");
        assert_eq!(sim.socket.is_some(), !is_final, "{status}");
    }
}

#[test]
fn calls_that_may_succeed_later_are_made_again() {
    for (status, is_final) in [(400, true), (401, true), (500, false), (429, false)] {
        let mut sim = Sim::new(8);
        sim.fails = (4, status);
        sim.post("hello");
        sim.run_secs(600);
        assert_eq!((sim.error.is_some(), sim.feed.is_drained()), (is_final, is_final), "{status}");
        assert!(sim.fetches.len() < 45, "ever more rarely: {}", sim.fetches.len());
        sim.fails.0 = 0;
        sim.run_secs(31);
        assert_eq!(sim.told() == sim.had(), !is_final, "{status}");
    }
}

#[test]
fn what_cannot_be_read_is_told_of_once_and_hides_nothing() {
    let mut sim = Sim::new(10);
    sim.garbles = Some("garbled");
    // More than a page of them, so that one page has nothing else.
    for number in 0..200 {
        sim.post(if (60..140).contains(&number) { "garbled" } else { "old" });
        sim.run_secs(1);
        if number == 199 {
            sim.drop_socket();
        }
    }
    let mut sim_late = Sim::new(11);
    (sim_late.garbles, sim_late.messages) = (sim.garbles, sim.messages.clone());
    for message in &mut sim_late.messages {
        message.created_at = Timestamp::from_millis(message.created_at.as_millis() - 600_000);
    }
    for mut sim in [sim, sim_late] {
        sim.run_secs(60);
        sim.post("garbled");
        sim.post("live");
        sim.run_secs(5);
        sim.drop_socket();
        sim.post("meanwhile");
        sim.run_secs(60);
        let readable = |message: &&Message| message.text != "garbled";
        let had: Vec<_> = sim.messages.iter().filter(readable).map(|message| message.id.clone()).collect();
        assert_eq!(sim.told(), had);
        let mut told = Vec::new();
        for event in &sim.events {
            if let ChatEvent::Omitted { message_id, pointer, .. } = event {
                assert_eq!(pointer, "/ts");
                told.push(message_id.clone().unwrap());
            }
            assert!(!matches!(event, ChatEvent::MessageDeleted { .. }), "{event:?}");
        }
        told.sort();
        let mut garbled: Vec<_> =
            sim.messages.iter().filter(|message| !readable(message)).map(|message| message.id.clone()).collect();
        garbled.sort();
        assert_eq!(told, garbled);
        assert!(sim.error.is_none());
    }
}

#[test]
fn a_part_that_cannot_be_read_costs_itself_alone() {
    let mut sim = Sim::new(12);
    sim.post("odd before");
    sim.run_secs(10);
    sim.post("odd live");
    sim.run_secs(5);
    sim.drop_socket();
    sim.post("odd meanwhile");
    sim.run_secs(60);
    let all: Vec<_> = sim.messages.iter().map(|message| message.id.clone()).collect();
    assert_eq!(sim.told(), all);
    let parts: Vec<_> = sim
        .events
        .iter()
        .filter_map(|event| match event {
            ChatEvent::Omitted { message_id, is_whole, pointer, .. } => {
                Some((message_id.clone().unwrap(), *is_whole, &**pointer))
            }
            _ => None,
        })
        .collect();
    let expected: Vec<_> = all.into_iter().map(|id| (id, false, "/editedAt")).collect();
    assert_eq!(parts, expected);
}

#[test]
fn what_cannot_be_read_takes_no_more_room_than_there_is() {
    let mut sim = Sim::new(13);
    (sim.garbles, sim.reads) = (Some("garbled"), false);
    sim.run_secs(5);
    for _ in 0..2 * CAPACITY {
        sim.post("garbled");
        sim.run(Duration::from_millis(100));
    }
    assert_eq!(sim.feed.outbox.len(), CAPACITY);
    sim.reads = true;
    sim.run_secs(60);
    let omitted = sim.events.iter().filter(|event| matches!(event, ChatEvent::Omitted { .. }));
    assert_eq!(omitted.count(), 2 * CAPACITY);
}

#[test]
fn a_slow_reader_learns_of_the_last_state_of_the_connection() {
    let mut sim = Sim::new(14);
    sim.run_secs(5);
    sim.reads = false;
    for _ in 0..CAPACITY {
        sim.post("new");
        sim.run(Duration::from_millis(100));
    }
    for _ in 0..5 {
        sim.drop_socket();
        sim.run_secs(60);
    }
    let waiting = std::mem::take(&mut sim.feed.outbox);
    let (messages, others): (Vec<_>, Vec<_>) =
        waiting.into_iter().partition(|event| matches!(event, ChatEvent::MessageNew(_)));
    assert_eq!((messages.len(), others), (CAPACITY, vec![ChatEvent::Connected]));
}

#[test]
fn nothing_grows_while_nobody_reads() {
    let mut sim = Sim::new(9);
    sim.reads = false;
    for number in 0..2_000 {
        sim.post("new");
        sim.emit_agent(json!({"type": "agentData", "data": {"_id": number.to_string()}}));
        sim.emit("stream-notify-room", "r/user-activity", &[json!(number.to_string()), json!(["user-typing"])]);
        sim.run(Duration::from_millis(200));
        if number % 20 == 0 {
            sim.drop_socket();
        }
    }
    // The pages of one gap may stand beside what waits.
    assert!(sim.feed.outbox.len() <= 2 * CAPACITY, "{}", sim.feed.outbox.len());
    sim.reads = true;
    sim.run_secs(60);
    assert_eq!(sim.told(), sim.had());
}

#[test]
fn typing_goes_out_at_a_pace_and_comes_in_once() {
    let mut sim = Sim::new(7);
    sim.feed.set_typing(true, sim.now);
    sim.run_secs(5);
    let sent = |sim: &Sim| sim.received.iter().filter(|frame| matches!(frame, ClientFrame::Method { .. })).count();
    assert_eq!(sent(&sim), 0, "there was no connection");
    for _ in 0..90 {
        sim.feed.set_typing(true, sim.now);
        sim.run(Duration::from_millis(100));
    }
    assert_eq!(sent(&sim), 2);
    sim.run_secs(10);
    assert_eq!(sent(&sim), 3, "and that it ended");

    for (name, activities) in
        [("ann", json!(["user-typing"])), ("ann", json!(["user-typing"])), ("guest-1", json!(["user-typing"]))]
    {
        sim.emit("stream-notify-room", "r/user-activity", &[json!(name), activities]);
    }
    sim.run_secs(1);
    sim.drop_socket();
    let typing = |is_typing| ChatEvent::Typing { room_id: ROOM.into(), name: "ann".to_owned(), is_typing };
    assert_eq!(sim.events, [ChatEvent::Connected, typing(true), typing(false), ChatEvent::ConnectionLost]);
}

#[test]
fn no_more_people_type_than_there_can_be() {
    let mut sim = Sim::new(7);
    sim.run_secs(5);
    for number in 0..2 * CAPACITY {
        sim.emit("stream-notify-room", "r/user-activity", &[json!(number.to_string()), json!(["user-typing"])]);
        sim.run(Duration::from_millis(10));
    }
    sim.run_secs(1);
    let typing = sim.events.iter().filter(|event| matches!(event, ChatEvent::Typing { is_typing: true, .. }));
    assert_eq!(typing.count(), CAPACITY);
}
