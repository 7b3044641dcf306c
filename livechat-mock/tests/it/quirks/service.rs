//! The quirks of tags, service levels, priorities and the queue.

use livechat_mock::{Edition, ServerVersion};
use livechat_sdk::{
    RoomId, Timestamp,
    model::{CannedResponse, SlaPolicy, Tag},
};
use serde_json::{Value, json};

use super::behaviour::{Check, Mock};

const CANNED: &str = "/api/v1/canned-responses";
const TAGS: &str = "/api/v1/livechat/tags";
const SLA: &str = "/api/v1/livechat/sla";
const PRIORITIES: &str = "/api/v1/livechat/priorities";
const LOWEST: &str = "64007cc2fa0ed7dd905092e3";
const HIGH: &str = "64007cc2fa0ed7dd905092e6";

pub(super) const QUIRKS: &[Check] = &[
    ("tag-without-a-name", |version| {
        let answer = Mock::documented(version).let_in().post(&format!("{TAGS}.save"), &json!({"tagData": {}}));
        assert_eq!(answer.error(400), "invalid-params");
    }),
    ("tags-with-one-name", |version| {
        let mut mock = Mock::documented(version).let_in();
        mock.world().add_tag(Tag::new("a").name("refund"));
        let answer = mock.post(&format!("{TAGS}.save"), &json!({"tagData": {"name": "refund"}}));
        assert!(answer.error(400).starts_with("E11000 duplicate key error "));
    }),
    ("nothing-to-replace", |version| {
        let mut mock = Mock::documented(version).let_in();
        mock.post(&format!("{TAGS}.save"), &json!({"_id": "none", "tagData": {"name": "refund"}})).answered();
        mock.ask("PUT", &format!("{SLA}/none"), &json!({"name": "Gold", "dueTimeInMinutes": 1})).answered();
        assert_eq!((mock.world().tags().count(), mock.world().sla_policies().count()), (0, 0));
    }),
    ("updates-with-a-time", |version| {
        let mut mock = with_policy(version);
        mock.world().add_tag(Tag::new("a").name("refund"));
        let is_told = version < ServerVersion::V8_5;
        let tag = mock.post(&format!("{TAGS}.save"), &json!({"_id": "a", "tagData": {"name": "return"}}));
        assert_eq!(tag.answered().get("_updatedAt").is_some(), is_told);
        let policy = mock.ask("PUT", &format!("{SLA}/gold"), &json!({"name": "Gold", "dueTimeInMinutes": 1}));
        assert_eq!(policy.answered()["sla"].get("_updatedAt").is_some(), is_told);
    }),
    ("tag-not-found-in-brackets", |version| {
        let answer = Mock::documented(version).let_in().post(&format!("{TAGS}.delete"), &json!({"id": "none"}));
        assert_eq!(answer.error(400), "Tag not found [tag-not-found]");
    }),
    ("description-of-a-policy", |version| {
        let mut mock = Mock::documented(version).let_in();
        let policy = SlaPolicy::new("gold").name("Gold").description("Soon").due_time_in_minutes(5.0);
        mock.world().add_sla_policy(policy);
        mock.post(SLA, &json!({"name": "Silver", "dueTimeInMinutes": 10})).answered();
        mock.ask("PUT", &format!("{SLA}/gold"), &json!({"name": "Gold", "dueTimeInMinutes": 5})).answered();
        assert_eq!(mock.world().sla_policy("gold").unwrap().description, None);
    }),
    ("unknown-policy-to-delete", |version| {
        let mut mock = Mock::documented(version).let_in();
        assert_eq!(mock.get(&format!("{SLA}/none")).error(404), "SLA with id none not found");
        assert_eq!(mock.ask("DELETE", &format!("{SLA}/none"), &json!({})).error(400), "SLA with id none not found");
    }),
    ("new-due-time", |version| {
        let mut mock = with_policy(version);
        let room = waiting(&mut mock, "u", "sla=gold");
        mock.world().modify_room(&room, |room| room.estimated_waiting_time_queue = Some(5.0));
        mock.ask("PUT", &format!("{SLA}/gold"), &json!({"name": "Gold", "dueTimeInMinutes": 7})).answered();
        let world = mock.world();
        assert_eq!(world.room(&room).unwrap().estimated_waiting_time_queue, Some(5.0));
        assert_eq!(world.inquiry(&room).unwrap().estimated_waiting_time_queue, Some(7.0));
    }),
    ("terms-of-a-new-room", |version| {
        let mut mock = with_policy(version);
        let room = waiting(&mut mock, "u", &format!("sla=gold&priority={HIGH}"));
        let (room, inquiry) = (json!(mock.world().room(&room)), json!(mock.world().inquiry(&room)));
        assert_eq!((&room["slaId"], &room["estimatedWaitingTimeQueue"]), (&json!("gold"), &json!(9_999_999)));
        assert_eq!((room.get("priorityId"), &room["priorityWeight"]), (None, &json!(99)));
        assert_eq!((&inquiry["estimatedWaitingTimeQueue"], &inquiry["priorityWeight"]), (&json!(5), &json!(2)));
        let before = mock.world().rooms().count();
        mock.register(&json!({"token": "v"})).answered();
        let refused = mock.get("/api/v1/livechat/room?token=v&priority=none");
        assert_eq!(refused.error(400), "Invalid priority [error-invalid-priority]");
        assert_eq!(mock.world().rooms().count(), before);
    }),
    ("unknown-terms-of-a-room", |version| {
        let mut mock = with_policy(version);
        let room = waiting(&mut mock, "u", "sla=gold");
        let guest = mock.world().room(&room).unwrap().visitor.id.clone().unwrap();
        let save = |mock: &mut Mock, sla: &str| {
            let info = json!({"_id": room, "priorityId": "p", "slaId": sla});
            let body = json!({"guestData": {"_id": guest}, "roomData": info});
            mock.post("/api/v1/livechat/room.saveInfo", &body).answered();
            json!(mock.world().room(&room))
        };
        let stored = save(&mut mock, "s");
        assert_eq!((stored.get("priorityId"), &stored["slaId"]), (None, &json!("gold")));
        assert!(save(&mut mock, "").get("slaId").is_none());
        let world = mock.world().clone().with_edition(Edition::Community);
        *mock.world() = world;
        assert!(save(&mut mock, "gold").get("slaId").is_none());
    }),
    ("one-of-two-for-a-priority", |version| {
        let mut mock = Mock::documented(version).let_in();
        let mut put = |body: Value| mock.ask("PUT", &format!("{PRIORITIES}/{HIGH}"), &body).status;
        assert_eq!((put(json!({})), put(json!({"name": "Urgent", "reset": true}))), (400, 400));
        assert_eq!((put(json!({"name": "Urgent"})), put(json!({"reset": false}))), (200, 200));
        let priority = mock.world().priority(HIGH).unwrap();
        assert_eq!((priority.name.as_deref(), priority.dirty), (Some("Urgent"), Some(true)));
    }),
    ("names-of-priorities", |version| {
        let mut mock = Mock::documented(version).let_in();
        mock.ask("PUT", &format!("{PRIORITIES}/{LOWEST}"), &json!({"name": "High"})).answered();
        let mut listed = |query: &str| {
            let answer = mock.get(&format!("{PRIORITIES}{query}"));
            let priorities = answer.answered()["priorities"].as_array().unwrap();
            priorities.iter().map(|priority| priority["i18n"].clone()).collect::<Value>()
        };
        assert_eq!(listed("?text=high"), json!(["Lowest"]));
        assert_eq!(listed(""), json!(["Low", "Medium", "High", "Highest", "Lowest"]));
    }),
    ("notes-are-silent", |version| {
        let mut mock = with_policy(version);
        let room = waiting(&mut mock, "u", "");
        let before = mock.world().room(&room).unwrap().clone();
        mock.post(&format!("/api/v1/livechat/room/{room}/priority"), &json!({"priorityId": HIGH})).answered();
        let after = mock.world().room(&room).unwrap();
        assert_eq!(after.message_count, before.message_count + 1);
        assert_eq!(after.last_message, before.last_message);
    }),
    ("canned-responses-deleted-by-body", |version| {
        let mut mock = Mock::documented(version).let_in();
        for (id, path, body) in [("a", "/a", json!({})), ("b", "", json!({"_id": "b"}))] {
            mock.world().add_canned_response(CannedResponse::new(id));
            let answer = mock.ask("DELETE", &format!("{CANNED}{path}"), &body);
            answer.answered();
            let is_deprecated = id == "b" && version > ServerVersion::V7_0;
            assert_eq!(answer.header("x-deprecation-type").is_some(), is_deprecated);
        }
        assert_eq!(mock.world().canned_responses().count(), 0);
    }),
    ("deprecations", |version| {
        let mut mock = Mock::documented(version).let_in();
        let is_old = version < ServerVersion::V8_0;
        let [said, removed, message] = ["type", "version", "message"].map(|what| format!("x-deprecation-{what}"));
        let answer = mock.post("/api/v1/livechat/room.transfer", &json!({"token": "t", "rid": "r", "department": "d"}));
        assert_eq!(answer.header(&said), is_old.then_some("endpoint-deprecation"));
        for (query, expected) in [("?count=1", false), ("?query=%7B%7D&fields=%7B%7D", true)] {
            let answer = mock.get(&format!("/api/v1/livechat/rooms{query}"));
            answer.answered();
            let expected = is_old && expected;
            assert_eq!(answer.header(&said), expected.then_some("parameter-deprecation"), "{query}");
            assert_eq!(answer.header(&removed), expected.then_some("8.0.0"));
            let text = "The parameter \"query\" of the endpoint \"/api/v1/livechat/rooms\" is deprecated and will be removed on \
                        version 8.0.0";
            assert_eq!(answer.header(&message), expected.then_some(text));
        }
        // What is not let in is told nothing else.
        assert_eq!(mock.ask("DELETE", CANNED, &json!({})).header(&said), None);
    }),
    ("canned-responses-without-owner", |version| {
        let mut mock = Mock::documented(version).let_in();
        let body = json!({"shortcut": "hi", "text": "Hello", "scope": "user"});
        mock.post(CANNED, &body).answered();
        let own = mock.world().canned_responses().next().unwrap().clone();
        assert_eq!(own.user_id.as_ref().unwrap(), "admin");
        let body = json!({"_id": own.id, "shortcut": "hi", "text": "Hello", "scope": "user"});
        mock.post(CANNED, &body).answered();
        let updated = mock.world().canned_response(&own.id).unwrap();
        assert_eq!((&updated.user_id, &updated.created_by), (&None, &own.created_by));
    }),
    ("canned-responses-of-any-department", |version| {
        let mut mock = Mock::documented(version).let_in();
        let response = CannedResponse::new("a").tags(vec!["x".to_owned()]).department_id("sales");
        mock.world().add_canned_response(response);
        let answer = mock.get(&format!("{CANNED}?departmentId=sales&tags[]=x"));
        assert_eq!(answer.answered()["total"], 1);
        assert_eq!(mock.get(&format!("{CANNED}?fields=a")).status, 400);
    }),
    ("readers-of-canned-responses", |version| {
        let mut mock = Mock::documented(version).let_in();
        let mut told = |name: &str| {
            let socket = mock.0.open_socket(Timestamp::from_millis(0));
            for frame in [
                json!({"msg": "connect", "version": "1", "support": ["1"]}),
                json!({"msg": "sub", "id": "1", "name": "stream-canned-responses", "params": [name, false]}),
            ] {
                mock.0.receive(socket, &frame.to_string(), Timestamp::from_millis(0)).unwrap();
            }
            mock.0.take_outgoing();
            mock.world().add_canned_response(CannedResponse::new("a").shortcut("hi"));
            mock.world().remove_canned_response("a");
            let sent = mock.0.take_outgoing().into_iter().filter_map(livechat_mock::Outgoing::into_text);
            sent.map(|text| serde_json::from_str::<Value>(&text).unwrap()["fields"]["args"].clone()).collect::<Vec<_>>()
        };
        let removed = json!([{"type": "removed", "_id": "a"}]);
        assert_eq!(told("canned-responses").last(), Some(&removed));
        assert!(told("others").iter().all(|args| *args == removed), "the first socket alone");
    }),
    ("order-beside-the-queues-own", |version| {
        let mut mock = with_policy(version);
        let rooms = [waiting(&mut mock, "u", ""), waiting(&mut mock, "v", "")];
        mock.post(&format!("/api/v1/livechat/room/{}/priority", rooms[1]), &json!({"priorityId": HIGH})).answered();
        mock.world().set_setting("Omnichannel_sorting_mechanism", "Priority").unwrap();
        for sort in ["", "?sort=%7B%22priorityWeight%22:-1%7D"] {
            let answer = mock.get(&format!("/api/v1/livechat/inquiries.queuedForUser{sort}"));
            assert_eq!(answer.answered()["inquiries"][0]["rid"], rooms[1].as_str(), "{sort}");
        }
    }),
];

/// The documentation's workspace for whoever asks, with a service level, where conversations wait in the queue.
fn with_policy(version: ServerVersion) -> Mock {
    let mut mock = Mock::documented(version).let_in();
    let policy = SlaPolicy::new("gold").name("Gold").due_time_in_minutes(5.0).updated_at(Timestamp::from_millis(0));
    mock.world().add_sla_policy(policy);
    mock.world().set_setting("Livechat_Routing_Method", "Manual_Selection").unwrap();
    mock.world().set_setting("Livechat_accept_chats_with_no_agents", true).unwrap();
    mock
}

/// Opens a room for a new visitor.
fn waiting(mock: &mut Mock, token: &str, terms: &str) -> RoomId {
    mock.register(&json!({"token": token})).answered();
    let opened = mock.get(&format!("/api/v1/livechat/room?token={token}&{terms}"));
    opened.answered()["room"]["_id"].as_str().unwrap().into()
}
