//! The quirks of what staff do with conversations.

use livechat_mock::{Account, ServerVersion};
use livechat_sdk::{
    RoomId, Timestamp,
    model::{CustomField, CustomFieldScope, Department, Visitor, VisitorPhone},
};
use serde_json::{Value, json};

use super::behaviour::{Answer, Check, Mock};

const NOW: Timestamp = Timestamp::from_millis(1_767_225_600_000);
const LIVECHAT: &str = "/api/v1/livechat";

pub(super) const QUIRKS: &[Check] = &[
    ("messages-of-strangers", |version| {
        let mut mock = Mock::documented(version).let_in();
        let body = json!({"visitor": {"token": "stranger"}, "messages": [{"msg": "Hello"}]});
        let first = mock.post(&path("messages"), &body);
        if version <= ServerVersion::V8_0 {
            assert_eq!(first.json, json!({"success": false, "error": "error-invalid-token"}));
        } else {
            first.answered();
        }
        assert!(mock.world().visitor_by_token("stranger").is_some());
        mock.post(&path("messages"), &body).answered();
    }),
    ("who-hands-on", |version| {
        let (mut mock, room) = served(version);
        let to = json!({"roomId": room, "userId": "eve"});
        mock.post(&path("room.forward"), &to).answered();
        // The administrator serves no room.
        assert_eq!(last_transfer(&mut mock, &room)["transferredBy"]["userType"], "user");
        mock.world().modify_room(&room, |room| room.served_by.as_mut().unwrap().id = Some("admin".into()));
        mock.post(&path("room.forward"), &to).answered();
        assert_eq!(last_transfer(&mut mock, &room)["transferredBy"]["userType"], "agent");
    }),
    ("departments-in-a-circle", |version| {
        let (mut mock, room) = served(version);
        for (id, other) in [("a", "b"), ("b", "a")] {
            mock.world().add_department(Department::new(id, id).fallback_forward_department(other));
        }
        let answer = mock.post(&path("room.forward"), &json!({"roomId": room, "departmentId": "a"}));
        assert_eq!(answer.error(400), "error-no-agents-online-in-department");
    }),
    ("return-to-a-department", |version| {
        let (mut mock, room) = served(version);
        let body = json!({"roomId": room, "departmentId": "nowhere"});
        assert_eq!(mock.post(&path("inquiries.returnAsInquiry"), &body).error(400), "error-invalid-department");
    }),
    ("hold-of-others", |version| {
        let (mut mock, room) = served(version);
        let hold = path("room.onHold");
        let body = json!({"roomId": room});
        mock.world().revoke("on-hold-others-livechat-room", "admin");
        assert_eq!(mock.post(&hold, &body).error(400), "Not_authorized");
        mock.world().grant("on-hold-others-livechat-room", "admin");
        // Nobody wrote anything yet.
        let is_old = version < ServerVersion::V8_0;
        let expected = if is_old {
            "error-cannot-place-chat-on-hold"
        } else {
            "error-contact-sent-last-message-so-cannot-place-on-hold"
        };
        assert_eq!(mock.post(&hold, &body).error(400), expected);
        mock.world().add_agent_message(&room, "ann", "One moment", NOW);
        mock.post(&hold, &body).answered();
        close(&mut mock, &room, &json!({})).answered();
        assert_eq!(mock.world().room(&room).unwrap().on_hold, None);
    }),
    ("tags-add-up", |version| {
        let (mut mock, room) = served(version);
        let support = Department::new("support", "Support").request_tag_before_closing_chat(true);
        let support = mock.world().add_department(support);
        mock.world().modify_room(&room, |room| room.department_id = Some(support));
        let rejected = close(&mut mock, &room, &json!({}));
        assert_eq!(rejected.error(400), "error-tags-must-be-assigned-before-closing-chat");
        mock.world().modify_room(&room, |room| room.tags = vec!["a".to_owned()]);
        mock.world().modify_department("support", |it| it.chat_closing_tags = Some(vec!["c".to_owned()])).unwrap();
        close(&mut mock, &room, &json!({"tags": ["b", "a"]})).answered();
        assert_eq!(mock.world().room(&room).unwrap().tags, ["a", "b", "c"]);
    }),
    ("closing-by-force", |version| {
        let (mut mock, room) = served(version);
        if version == ServerVersion::V7_0 {
            let unknown = close(&mut mock, &room, &json!({"forceClose": true}));
            assert_eq!(unknown.error(400), "must NOT have additional properties [invalid-params]");
            return;
        }
        close(&mut mock, &room, &json!({"forceClose": true})).answered();
        let again = close(&mut mock, &room, &json!({"forceClose": true}));
        assert_eq!(again.error(400), "error-room-already-closed");
        mock.world().set_setting("Omnichannel_allow_force_close_conversations", true).unwrap();
        close(&mut mock, &room, &json!({"forceClose": true})).answered();
    }),
    ("last-seen-without-effect", |version| {
        let (mut mock, room) = served(version);
        let history = |mock: &mut Mock, query: &str| {
            let answer = mock.get(&format!("{}?token=t{query}", path(&format!("messages.history/{room}"))));
            answer.answered()["messages"].as_array().unwrap().len()
        };
        let all = history(&mut mock, "");
        for seen in ["2027-01-01T00:00:00.000Z", "yesterday"] {
            assert_eq!(history(&mut mock, &format!("&ls={seen}")), all);
        }
    }),
    ("counted-twice", |version| {
        let (mut mock, room) = served(version);
        let room = mock.world().room(&room).unwrap();
        assert_eq!(room.message_count, 4);
        let last = room.last_message.as_ref().unwrap().message_type.as_ref().unwrap();
        assert_eq!(last.as_str(), "livechat-started");
    }),
    ("links-that-quote", |version| {
        let (mut mock, room) = served(version);
        let mut write = |text: &str| {
            let body = json!({"token": "t", "rid": room, "msg": text});
            mock.post(&path("message"), &body).answered()["message"].clone()
        };
        let first = write("Hello");
        let second = write(&format!("http://localhost:3000/live/r?msg={}", first["_id"].as_str().unwrap()));
        assert_eq!(second["attachments"][0]["text"], "Hello");
        assert_eq!(write("see https://example.com")["urls"], json!([{"url": "https://example.com"}]));
    }),
    ("transcript-asked-for-before", |version| {
        for (wish, is_sent) in [(json!({}), true), (json!({"transcriptEmail": {"sendToVisitor": false}}), false)] {
            let (mut mock, room) = served(version);
            let asked = json!({"email": "ann@example.com", "subject": "Yours"});
            mock.post(&path(&format!("transcript/{room}")), &asked).answered();
            close(&mut mock, &room, &wish).answered();
            let note = mock.world().messages(&room).last().unwrap().transcript_requested;
            assert_eq!(note, Some(is_sent));
        }
    }),
    ("particulars-of-strangers", |version| {
        let (mut mock, room) = served(version);
        mock.world().add_custom_field(CustomField::new("order", CustomFieldScope::Room).regexp("^[0-9]+$"));
        let guest = mock.world().room(&room).unwrap().visitor.id.clone().unwrap();
        let mut save = |guest: &str, room: Value| {
            let body = json!({"guestData": {"_id": guest, "name": ""}, "roomData": room});
            mock.post(&path("room.saveInfo"), &body)
        };
        assert_eq!(save("nobody", json!({"_id": room})).error(400), "error-invalid-visitor");
        let wrong = save(guest.as_str(), json!({"_id": room, "livechatData": {"order": "x"}}));
        assert_eq!(wrong.error(400), "Invalid value for order field");
        save(guest.as_str(), json!({"_id": room, "livechatData": {"order": "1", "colour": "red"}})).answered();
        let stored = mock.world().room(&room).unwrap();
        assert_eq!(json!(stored.livechat_data), json!({"order": "1"}));
        assert_eq!(stored.display_name.as_deref(), Some("guest-1"));
    }),
    ("patterns-of-custom-fields", |version| {
        let (mut mock, room) = served(version);
        let data = json!({"city": "Porto (north)", "size": 10});
        mock.world().modify_room(&room, |room| room.livechat_data = data.as_object().cloned());
        let mut total = |fields: &str| {
            let target = format!("{}?customFields={fields}", path("rooms"));
            mock.get(&target).answered()["total"].as_u64().unwrap()
        };
        // {"city":"^p.*h"}, {"city":"(?=port)"}, {"size":10}
        assert_eq!(total("%7B%22city%22:%22%5Ep.*h%22%7D"), 1);
        assert_eq!(total("%7B%22city%22:%22(%3F=port)%22%7D"), 0);
        assert_eq!(total("%7B%22size%22:10%7D"), 0);
    }),
    ("rooms-of-units", |version| {
        let (mut mock, room) = served(version);
        let sales = Department::new("sales", "Sales").ancestors(vec!["south".into()]);
        let sales = mock.world().add_department(sales);
        mock.world().modify_room(&room, |room| {
            room.department_id = Some(sales);
            room.department_ancestors = vec!["north".into()];
        });
        for (unit, total) in [("north", 1), ("south", 0), ("west", 0)] {
            let answer = mock.get(&format!("{}?units[]={unit}", path("rooms")));
            if version == ServerVersion::V7_0 {
                assert_eq!(answer.error(400), "must NOT have additional properties [invalid-params]");
            } else {
                assert_eq!(answer.answered()["total"], total);
            }
        }
    }),
    ("agents-of-the-queue", |version| {
        let (mut mock, room) = served(version);
        let queue = mock.get(&path("queue")).answered()["queue"].clone();
        assert_eq!(queue, json!([{"user": {"_id": "ann", "username": "ann", "status": "online"}, "chats": 1}]));
        mock.world().modify_room(&room, |room| room.department_id = Some("gone".into()));
        let entry = mock.get(&path("queue")).answered()["queue"][0].clone();
        assert_eq!(entry["_id"], json!({"userId": "ann", "departmentId": "gone"}));
    }),
    ("text-messages", |version| {
        let (mut mock, room) = served(version);
        let before = mock.world().messages(&room).count();
        let mut send = |service: &str, body: Value| mock.post(&path(&format!("sms-incoming/{service}")), &body);
        let sms = json!({"From": "555", "To": "777", "Body": "Hello", "NumMedia": 1, "MediaUrl0": "https://x"});
        assert_eq!(send("pigeon", sms.clone()).error(400), "Invalid service");
        assert_eq!(send("twilio", sms.clone()).error(400), "error-sms-service-disabled");
        mock.world().set_setting("SMS_Enabled", true).unwrap();
        let answer = mock.post(&path("sms-incoming/twilio"), &sms);
        assert_eq!(answer.text(), "<Response></Response>");
        assert!(answer.hint().contains("sends no requests"), "{}", answer.hint());
        // Not into a room that was opened another way.
        assert_eq!(mock.world().messages(&room).count(), before);
        let opened = mock.world().rooms().last().unwrap().id.clone();
        let message = mock.world().messages(&opened).last().unwrap();
        assert_eq!(message.attachments.as_ref().unwrap()[0].title.as_deref(), Some("Attachment upload failed"));
    }),
];

fn path(operation: &str) -> String {
    format!("{LIVECHAT}/{operation}")
}

/// A room that `ann` serves, `eve` beside her, and an administrator who asks.
fn served(version: ServerVersion) -> (Mock, RoomId) {
    let mut mock = Mock::documented(version).let_in();
    let world = mock.world();
    for room in world.rooms().map(|room| room.id.clone()).collect::<Vec<_>>() {
        world.modify_room(&room, |room| room.open = None);
    }
    for name in ["ann", "eve"] {
        world.add_user(Account::new(name, "password").id(name).role("livechat-agent"));
    }
    let visitor = Visitor::new("v").token("t").username("guest-1").phones(vec![VisitorPhone::new("555")]);
    let visitor = world.add_visitor(visitor);
    let room = world.open_room(&visitor, NOW).unwrap();
    world.serve_room(&room, "ann", NOW);
    (mock, room)
}

fn close(mock: &mut Mock, room: &RoomId, more: &Value) -> Answer {
    let mut body = json!({"rid": room, "comment": "Solved"});
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    mock.post(&path("room.closeByUser"), &body)
}

fn last_transfer(mock: &mut Mock, room: &RoomId) -> Value {
    let history = mock.get(&path(&format!("transfer.history/{room}")));
    history.answered()["history"].as_array().unwrap().last().unwrap().clone()
}
