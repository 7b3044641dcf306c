//! The quirks of the waiting queue, and of what happens because time passes.

use std::time::Duration;

use livechat_mock::{Account, Fault, ServerError, ServerVersion, World};
use livechat_sdk::{RoomId, Timestamp, inquiries::TakeInquiry, model::Visitor};
use serde_json::json;

use super::behaviour::{Check, Mock, NOW};

pub(super) const QUIRKS: &[Check] = &[
    ("turns-of-the-queue", |version| {
        let mut mock = staffed(version, &["ann"]);
        mock.world().set_setting("Livechat_waiting_queue", true).unwrap();
        let room = arrive(&mut mock, "one");
        assert_eq!(serving(&mut mock, &room), None);
        mock.world().advance(after(4));
        assert_eq!(serving(&mut mock, &room), None);
        mock.world().advance(after(5));
        assert_eq!(serving(&mut mock, &room).as_deref(), Some("ann"));
    }),
    ("who-is-next", |version| {
        for (method, expected) in [("Load_Balancing", "ann"), ("Load_Rotation", "eve"), ("External", "eve")] {
            let mut mock = staffed(version, &["ann", "eve"]);
            mock.world().set_setting("Livechat_Routing_Method", method).unwrap();
            let room = arrive(&mut mock, "one");
            assert_eq!(serving(&mut mock, &room).as_deref(), Some("ann"));
            mock.post("/api/v1/livechat/room.close", &json!({"token": "one", "rid": room})).answered();
            let room = arrive(&mut mock, "two");
            assert_eq!(serving(&mut mock, &room).as_deref(), Some(expected), "{method}");
        }
    }),
    ("agents-who-cannot-take", |version| {
        let mut mock = staffed(version, &["ann"]);
        mock.world().set_setting("Livechat_waiting_queue", true).unwrap();
        let room = arrive(&mut mock, "one");
        let take = json!({"inquiryId": mock.world().inquiry(&room).unwrap().id, "userId": "ann"});
        mock.world().modify_user("ann", |ann| ann.status = Some("offline".into()));
        const TAKE: &str = "/api/v1/livechat/inquiries.take";
        assert_eq!(mock.post(TAKE, &take).error(400), "Provided agent is not online");
        for text in ["No valid agent found", "error-agent-is-locked"] {
            mock.0.add_fault(Fault::fail(ServerError::plain(text)).on::<TakeInquiry>().once());
            assert_eq!(mock.post(TAKE, &take).error(400), text);
        }
        mock.world().set_setting("Livechat_waiting_queue", false).unwrap();
        mock.post(TAKE, &take).answered();
        assert_eq!(serving(&mut mock, &room).as_deref(), Some("ann"));
    }),
    ("agents-who-leave", |version| {
        let mut mock = staffed(version, &["ann", "eve"]);
        mock.world().set_setting("Livechat_agent_leave_action", "forward").unwrap();
        let room = arrive(&mut mock, "one");
        mock.world().modify_user("ann", |ann| ann.status = Some("offline".into()));
        mock.world().advance(NOW);
        mock.world().advance(after(59));
        assert_eq!(serving(&mut mock, &room).as_deref(), Some("ann"));
        mock.world().advance(after(60));
        assert_eq!(serving(&mut mock, &room).as_deref(), Some("eve"));
    }),
    ("preferred-agents", |version| {
        let mut mock = staffed(version, &["ann", "eve"]);
        let room = arrive(&mut mock, "one");
        mock.post("/api/v1/livechat/room.close", &json!({"token": "one", "rid": room})).answered();
        mock.world().set_setting("Livechat_last_chatted_agent_routing", true).unwrap();
        let room = arrive(&mut mock, "one");
        assert_eq!(serving(&mut mock, &room).as_deref(), Some("ann"), "who served last");
    }),
    ("contacts-to-be-verified", |version| {
        let mut mock = staffed(version, &["ann"]);
        mock.world().set_setting("Livechat_Require_Contact_Verification", "once").unwrap();
        let room = arrive(&mut mock, "one");
        assert_eq!(mock.world().inquiry(&room).unwrap().status.as_ref().unwrap().as_str(), "verifying");
    }),
    ("last-word-of-the-visitor", |version| {
        let mut mock = staffed(version, &["ann"]);
        let room = arrive(&mut mock, "one");
        let expected = if version < ServerVersion::V8_0 {
            "error-cannot-place-chat-on-hold"
        } else {
            "error-contact-sent-last-message-so-cannot-place-on-hold"
        };
        let hold = "/api/v1/livechat/room.onHold";
        assert_eq!(mock.post(hold, &json!({"roomId": room})).error(400), expected);
    }),
    ("steps-of-the-server", |version| {
        let mut mock = staffed(version, &["ann"]);
        mock.world().set_setting("Livechat_abandoned_rooms_action", "close").unwrap();
        mock.world().set_setting("Livechat_visitor_inactivity_timeout", 61).unwrap();
        let room = arrive(&mut mock, "one");
        mock.world().add_agent_message(&room, "ann", "Hello", NOW).unwrap();
        mock.world().advance(NOW);
        mock.world().advance(after(119));
        assert!(mock.world().room(&room).unwrap().is_open());
        mock.world().advance(after(120));
        let closed = mock.world().messages(&room).find(|message| message.text == "Closed automatically by the system");
        assert!(closed.is_some());
    }),
];

fn after(seconds: u64) -> Timestamp {
    NOW.saturating_add(Duration::from_secs(seconds))
}

/// An empty workspace with these agents.
fn staffed(version: ServerVersion, agents: &[&str]) -> Mock {
    let mut world = World::empty();
    for name in agents {
        world.add_user(Account::new(*name, "password").id(*name).role("livechat-agent"));
    }
    Mock(livechat_mock::Engine::stateful(world).server_version(version)).let_in()
}

/// Opens a room for a visitor.
fn arrive(mock: &mut Mock, token: &str) -> RoomId {
    if mock.world().visitor_by_token(token).is_none() {
        mock.world().add_visitor(Visitor::new("").token(token).name(token));
    }
    let room = mock.get(&format!("/api/v1/livechat/room?token={token}"));
    room.answered()["room"]["_id"].as_str().unwrap().into()
}

fn serving(mock: &mut Mock, room: &RoomId) -> Option<String> {
    Some(mock.world().room(room).unwrap().served_by.as_ref()?.id.as_ref()?.to_string())
}
