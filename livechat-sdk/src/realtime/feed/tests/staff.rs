//! The events of all rooms that a user is in.

use serde_json::json;

use super::*;
use crate::{model::MessageAuthor, realtime::recovery::Page};

/// A feed of all rooms, connected, that is driven by hand.
struct Bot {
    feed: Feed,
    now: Instant,
}

impl Bot {
    fn new(since: Option<Timestamp>) -> Self {
        let now = Instant::now();
        let scope = Scope::Mine { login: "s3cret".into() };
        let mut bot = Self { feed: Feed::new(scope, since, fastrand::Rng::with_seed(1), now), now };
        bot.connect(1);
        bot
    }

    fn connect(&mut self, first_id: u32) {
        self.feed.handle_opened(self.now);
        self.take(json!({"msg": "connected"}));
        self.take(json!({"msg": "result", "id": first_id.to_string()}));
        self.take(json!({"msg": "ready", "subs": [(first_id + 1).to_string()]}));
    }

    fn take(&mut self, frame: Value) {
        self.feed.handle_frame(serde_json::from_value(frame).unwrap(), self.now);
    }

    fn says(&mut self, room: &str, id: &str, ts: i64, kind: &str) {
        let message = json!({"_id": id, "rid": room, "ts": {"$date": ts}, "u": {"_id": "v"}, "msg": id});
        let about = json!({"roomParticipant": true, "roomType": kind});
        let fields = json!({"eventName": "__my_messages__", "args": [message, about]});
        self.take(json!({"msg": "changed", "collection": "stream-room-messages", "id": "id", "fields": fields}));
    }

    /// Answers the call for a room's history with these messages, oldest first.
    fn history(&mut self, room: &str, messages: &[(&str, i64)]) {
        let Some(Fetch::History { room_id, offset: 0 }) = self.feed.poll_fetch(self.now) else {
            panic!("nothing was asked for")
        };
        assert_eq!(room_id, room);
        let author = || MessageAuthor::new("v", "v");
        let message =
            |(id, ts): &(&str, i64)| Message::new(*id, author(), Timestamp::from_millis(*ts), *id).room_id(room);
        let page = Page { messages: messages.iter().rev().map(message).collect(), ..Page::default() };
        self.feed.handle_fetched(Ok(Fetched::History(page)), self.now);
    }

    fn told(&mut self) -> Vec<String> {
        let now = self.now;
        std::iter::from_fn(|| self.feed.poll_event(now))
            .filter_map(|event| match event.unwrap() {
                ChatEvent::MessageNew(message) => Some(message.text),
                ChatEvent::Closed { room_id } => Some(format!("{room_id} is closed")),
                ChatEvent::Left { room_id } => Some(format!("{room_id} is left")),
                _ => None,
            })
            .collect()
    }
}

#[test]
fn a_room_comes_with_what_was_said_before() {
    let mut bot = Bot::new(None);
    assert_eq!(bot.feed.poll_fetch(bot.now), None, "there is nothing to ask for yet");
    bot.says("c", "in a channel", 5, "c");
    bot.says("r1", "2", 20, "l");
    bot.says("r2", "4", 21, "l");
    bot.says("r1", "3", 22, "l");
    assert!(bot.told().is_empty());
    bot.history("r1", &[("1", 10), ("2", 20)]);
    bot.history("r2", &[("4", 21)]);
    assert_eq!(bot.told(), ["1", "2", "3", "4"]);
    bot.says("r2", "5", 30, "l");
    assert_eq!(bot.told(), ["5"]);
}

#[test]
fn after_a_gap_every_room_is_read_and_an_error_response_is_no_end() {
    let mut bot = Bot::new(Some(Timestamp::from_millis(15)));
    bot.says("r1", "2", 20, "l");
    bot.history("r1", &[("1", 10), ("2", 20)]);
    assert_eq!(bot.told(), ["2"], "1 is from before");
    bot.feed.handle_closed(bot.now);
    bot.now += Duration::from_secs(1);
    bot.feed.handle_timeout(bot.now);
    bot.connect(3);
    bot.history("r1", &[("1", 10), ("2", 20), ("3", 30)]);
    assert_eq!(bot.told(), ["3"]);
    bot.says("r9", "x", 40, "l");
    assert!(bot.feed.poll_fetch(bot.now).is_some());
    let operation = <crate::messages::ListRoomMessages as crate::Endpoint>::META.operation();
    let rejection = crate::ApiError::not_found(operation, crate::ErrorCode::InvalidRoom, "no");
    bot.feed.handle_fetched(Err(rejection.into()), bot.now);
    assert_eq!(bot.told(), ["x"]);
}

#[test]
fn a_closed_room_is_read_no_more() {
    let mut bot = Bot::new(None);
    bot.says("r1", "1", 20, "l");
    bot.history("r1", &[("1", 20)]);
    let message = json!({"_id": "2", "rid": "r1", "t": "livechat-close", "ts": {"$date": 30}, "u": {"_id": "v"}});
    let fields = json!({"eventName": "__my_messages__", "args": [message, {"roomType": "l"}]});
    bot.take(json!({"msg": "changed", "collection": "stream-room-messages", "id": "id", "fields": fields}));
    assert_eq!(bot.told(), ["1", "", "r1 is closed"]);
    bot.feed.handle_closed(bot.now);
    bot.now += Duration::from_secs(1);
    bot.feed.handle_timeout(bot.now);
    bot.connect(3);
    assert_eq!(bot.feed.poll_fetch(bot.now), None);
}

impl Bot {
    fn reconnect(&mut self, first_id: u32) {
        self.feed.handle_closed(self.now);
        self.now += Duration::from_secs(1);
        self.feed.handle_timeout(self.now);
        self.connect(first_id);
    }

    /// Refuses the call for a room's history, as servers do once another agent has the room.
    fn refuse(&mut self, room: &str) {
        let asked = self.feed.poll_fetch(self.now);
        assert_eq!(asked, Some(Fetch::History { room_id: room.into(), offset: 0 }));
        let operation = <crate::messages::ListRoomMessages as crate::Endpoint>::META.operation();
        let rejection = crate::ApiError::not_found(operation, crate::ErrorCode::InvalidRoom, "no");
        self.feed.handle_fetched(Err(rejection.into()), self.now);
    }
}

#[test]
fn rooms_that_others_have_are_asked_for_once() {
    let mut bot = Bot::new(None);
    let rooms: Vec<_> = (10..50).map(|number| format!("r{number}")).collect();
    for room in &rooms {
        bot.says(room, room, 20, "l");
        bot.history(room, &[(room, 20)]);
    }
    assert_eq!(bot.told(), rooms);
    bot.reconnect(3);
    rooms.iter().for_each(|room| {
        bot.refuse(room);
        bot.now += Duration::from_secs(1);
    });
    assert_eq!(bot.told(), rooms.iter().map(|room| format!("{room} is left")).collect::<Vec<_>>());
    bot.reconnect(5);
    assert_eq!(bot.feed.poll_fetch(bot.now), None);
    // One that comes back is read again, and nothing of it comes twice.
    bot.says("r10", "3", 40, "l");
    bot.history("r10", &[("r10", 20), ("2", 30), ("3", 40)]);
    assert_eq!(bot.told(), ["2", "3"]);
    bot.reconnect(7);
    bot.history("r10", &[("3", 40)]);
    assert_eq!(bot.feed.poll_fetch(bot.now), None, "the others are still left");
}

#[test]
fn what_does_not_fit_beside_a_history_is_read_later() {
    let mut bot = Bot::new(None);
    let ids: Vec<_> = (0..290).map(|number| number.to_string()).collect();
    let messages: Vec<_> = ids.iter().zip(1..).map(|(id, second)| (id.as_str(), second * 1_000)).collect();
    for (id, ts) in &messages {
        bot.says("r1", id, *ts, "l");
    }
    bot.history("r1", &messages[..1]);
    let told = bot.told();
    assert!(told.len() < 290 && told == ids[..told.len()], "{told:?}");
    bot.now += Duration::from_secs(10);
    bot.history("r1", &messages[240..]);
    assert_eq!(bot.told(), ids[told.len()..]);
}

#[test]
fn the_rooms_that_ended_are_remembered_up_to_a_number() {
    let mut bot = Bot::new(None);
    let close = |bot: &mut Bot, number: usize| {
        let room = format!("r{number}");
        bot.says(&room, "1", 20, "l");
        bot.history(&room, &[("1", 20)]);
        let timeline = bot.feed.timelines.len();
        bot.feed.close_room(room.as_str().into());
        bot.told();
        bot.now += Duration::from_secs(10);
        timeline
    };
    for number in 0..ENDED {
        assert_eq!(close(&mut bot, number), number + 1);
    }
    assert_eq!(bot.feed.timelines.len(), ENDED);
    close(&mut bot, ENDED);
    assert_eq!(bot.feed.timelines.len(), ENDED);
    assert!(!bot.feed.timelines.contains_key("r0") && bot.feed.timelines.contains_key("r1"));
}

#[test]
fn a_room_whose_messages_arrive_is_not_left() {
    let mut bot = Bot::new(None);
    bot.says("r1", "1", 20, "l");
    bot.refuse("r1");
    assert_eq!(bot.told(), ["1"]);
    bot.says("r1", "2", 30, "l");
    assert_eq!(bot.told(), ["2"]);
    bot.reconnect(3);
    bot.says("r1", "3", 40, "l");
    bot.refuse("r1");
    assert_eq!(bot.told(), ["3"]);
}

#[test]
fn a_room_that_was_closed_before_is_told_and_read_no_more() {
    let mut bot = Bot::new(Some(Timestamp::from_millis(50)));
    bot.says("r1", "2", 60, "l");
    let Some(Fetch::History { .. }) = bot.feed.poll_fetch(bot.now) else { panic!("nothing was asked for") };
    let message = |id: &str, ts: i64| {
        Message::new(id, MessageAuthor::new("v", "v"), Timestamp::from_millis(ts), id).room_id("r1")
    };
    let closed = message("1", 40).message_type(MessageType::LivechatClose);
    let page = Page { messages: vec![message("2", 60), closed], ..Page::default() };
    bot.feed.handle_fetched(Ok(Fetched::History(page)), bot.now);
    assert_eq!(bot.told(), ["2", "r1 is closed"]);
    bot.reconnect(3);
    assert_eq!(bot.feed.poll_fetch(bot.now), None);
}

#[test]
fn a_message_that_arrives_while_subscribing_is_neither_lost_nor_early() {
    let mut bot = Bot::new(None);
    bot.says("r1", "1", 20, "l");
    bot.history("r1", &[("1", 20)]);
    assert_eq!(bot.told(), ["1"]);
    bot.feed.handle_closed(bot.now);
    bot.now += Duration::from_secs(1);
    bot.feed.handle_timeout(bot.now);
    bot.feed.handle_opened(bot.now);
    bot.take(json!({"msg": "connected"}));
    bot.take(json!({"msg": "result", "id": "3"}));
    bot.says("r1", "3", 40, "l");
    bot.says("r2", "4", 41, "l");
    bot.take(json!({"msg": "ready", "subs": ["4"]}));
    bot.history("r1", &[("1", 20), ("2", 30), ("3", 40)]);
    bot.history("r2", &[("4", 41)]);
    assert_eq!(bot.told(), ["2", "3", "4"]);
}
