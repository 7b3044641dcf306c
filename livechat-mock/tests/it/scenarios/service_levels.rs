//! Service levels, priorities, and the order of the queue.

use livechat_mock::{Account, Edition, ServerVersion};
use livechat_sdk::{
    RoomId, UserId,
    model::{SlaPolicy, Unit},
};
use serde_json::{Value, json};

use super::{
    Server, Setup, Transport,
    rooms::{id, open},
    server::Login,
    staff::{get, inquiry, post, rejection, serving, with_queue},
};

const SLA: &str = "/api/v1/livechat/sla";
const PRIORITIES: &str = "/api/v1/livechat/priorities";
const NOW: &str = "2026-01-01T00:00:00.000Z";
const HIGH: &str = "64007cc2fa0ed7dd905092e6";
const LOWEST: &str = "64007cc2fa0ed7dd905092e3";

fn gold() -> SlaPolicy {
    SlaPolicy::new("gold").name("Gold").due_time_in_minutes(5.0)
}

/// What a room and its inquiry have, as JSON.
fn stored(server: &Server, room: &RoomId) -> (Value, Value) {
    server.world(|world| (json!(world.room(room).unwrap()), json!(world.inquiry(room))))
}

fn terms(document: &Value) -> Value {
    let keys = ["slaId", "estimatedWaitingTimeQueue", "priorityId", "priorityWeight"];
    keys.into_iter().map(|key| document[key].clone()).collect()
}

/// The last system message of a room.
fn last_note(server: &Server, room: &RoomId) -> Value {
    server.world(|world| json!(world.messages(room).last().unwrap()))
}

pub(super) async fn a_policy_is_created_updated_and_deleted(transport: Transport) {
    let server = Setup::empty().start(transport).await;
    let admin = server.admin();
    let created = server.post_as(&admin, SLA, json!({"name": "Gold", "dueTimeInMinutes": 4.9})).await.ok();
    let id = created["sla"]["_id"].as_str().unwrap().to_owned();
    let policy = json!({"_id": id, "name": "Gold", "dueTimeInMinutes": 4});
    assert_eq!((id.len(), &created), (24, &json!({"sla": policy, "success": true})));
    let one = format!("{SLA}/{id}");
    let shown = json!({"_id": id, "name": "Gold", "dueTimeInMinutes": 4, "_updatedAt": NOW, "success": true});
    assert_eq!(server.get_as(&admin, &one).await.ok(), shown);
    let body = json!({"name": "Silver", "description": "Soon", "dueTimeInMinutes": "10"});
    let updated = server.ask_as(&admin, "PUT", &one, body).await.ok();
    let policy = json!({"_id": id, "name": "Silver", "description": "Soon", "dueTimeInMinutes": 10});
    assert_eq!(updated, json!({"sla": policy, "success": true}));
    server
        .post_as(&admin, SLA, json!({"name": "Bronze", "description": "Some day", "dueTimeInMinutes": 600}))
        .await
        .ok();
    for (query, names) in [
        ("", json!(["Bronze", "Silver"])),
        ("?text=day", json!(["Bronze"])),
        ("?text=SILV", json!(["Silver"])),
        ("?sort=%7B%22dueTimeInMinutes%22:1%7D", json!(["Silver", "Bronze"])),
        ("?count=1&offset=1", json!(["Silver"])),
    ] {
        let list = server.get_as(&admin, &format!("{SLA}{query}")).await.ok();
        let found: Value = list["sla"].as_array().unwrap().iter().map(|policy| policy["name"].clone()).collect();
        assert_eq!(found, names, "{query}");
    }
    assert_eq!(server.ask_as(&admin, "DELETE", &one, json!({})).await.ok(), json!({"success": true}));
    let error = json!({"success": false, "error": format!("SLA with id {id} not found")});
    assert_eq!(server.ask_as(&admin, "DELETE", &one, json!({})).await.error(400), error);
    assert_eq!(server.get_as(&admin, &one).await.error(404), error);
}

pub(super) async fn a_policy_is_refused_with_reason(transport: Transport) {
    let server = Setup::empty().start(transport).await;
    let admin = server.admin();
    server.world(|world| {
        world.add_sla_policy(gold());
        world.add_sla_policy(SlaPolicy::new("silver").name("Silver").due_time_in_minutes(10.0));
    });
    let missing = |key: &str| format!("must have required property '{key}' [invalid-params]");
    for (body, error) in [
        (json!({"name": "Gold", "dueTimeInMinutes": 1}), "error-duplicated-sla".to_owned()),
        (json!({"name": "New", "dueTimeInMinutes": 10}), "error-duplicated-sla".to_owned()),
        (json!({"dueTimeInMinutes": 1}), missing("name")),
        (json!({"name": "New"}), missing("dueTimeInMinutes")),
        (json!({"name": "New", "dueTimeInMinutes": "soon"}), "must be number [invalid-params]".to_owned()),
        (
            json!({"name": "New", "dueTimeInMinutes": 1, "colour": "red"}),
            "must NOT have additional properties [invalid-params]".to_owned(),
        ),
    ] {
        assert_eq!(server.post_as(&admin, SLA, body.clone()).await.error(400)["error"], error, "{body}");
    }
    let put = async |id: &str, body: Value| server.ask_as(&admin, "PUT", &format!("{SLA}/{id}"), body).await;
    let clash = put("silver", json!({"name": "Gold", "dueTimeInMinutes": 10})).await.error(400);
    assert_eq!(clash, json!({"success": false, "error": "error-duplicated-sla"}));
    put("silver", json!({"name": "Silver", "dueTimeInMinutes": 10})).await.ok();
    // Nobody notices that there is no such policy.
    put("unknown", json!({"name": "New", "dueTimeInMinutes": 1})).await.ok();
    server.world(|world| assert_eq!(world.sla_policies().count(), 2));
    let unknown = server.get_as(&admin, &format!("{SLA}?colour=red")).await.error(400);
    assert_eq!(unknown["error"], "must NOT have additional properties [invalid-params]");
    let agent = server.world(|world| world.add_user(Account::new("agent", "password").role("livechat-agent")));
    let agent = server.login(&agent);
    server.get_as(&agent, SLA).await.ok();
    server.get_as(&agent, &format!("{SLA}/gold")).await.ok();
    server.post_as(&agent, SLA, json!({"name": "New", "dueTimeInMinutes": 1})).await.error(403);
    server.ask_as(&agent, "DELETE", &format!("{SLA}/gold"), json!({})).await.error(403);
}

pub(super) async fn a_room_in_the_queue_is_given_a_policy(transport: Transport) {
    let (server, ann, room) = with_queue(transport).await;
    server.world(|world| world.add_sla_policy(gold()));
    let set = async |sla: &str| {
        let body = json!({"roomId": room, "sla": sla});
        server.ask_as(&ann, "PUT", "/api/v1/livechat/inquiry.setSLA", body).await
    };
    for unknown in ["", "gold ", "Silver"] {
        assert_eq!(set(unknown).await.error(400), json!({"success": false, "error": "error-invalid-sla"}));
    }
    server.advance(1);
    for name in ["gold", "Gold"] {
        assert_eq!(set(name).await.ok(), json!({"success": true}));
        let (room_terms, inquiry_terms) = stored(&server, &room);
        let expected = json!(["gold", 5, null, 99]);
        assert_eq!((terms(&room_terms), terms(&inquiry_terms)), (expected.clone(), expected));
    }
    let note = last_note(&server, &room);
    assert_eq!((&note["t"], &note["msg"]), (&json!("omnichannel_sla_change_history"), &json!("")));
    assert_eq!(note["u"]["username"], "ann");
    let policy = json!({"_id": "gold", "name": "Gold", "dueTimeInMinutes": 5});
    assert_eq!(note["slaData"], json!({"definedBy": {"_id": ann.user, "username": "ann"}, "sla": policy}));
    // A new due time reaches the inquiry, and a deleted policy both.
    let admin = server.admin();
    let body = json!({"name": "Gold", "dueTimeInMinutes": 7});
    server.ask_as(&admin, "PUT", &format!("{SLA}/gold"), body).await.ok();
    let (room_terms, inquiry_terms) = stored(&server, &room);
    assert_eq!((&terms(&room_terms)[1], &terms(&inquiry_terms)[1]), (&json!(5), &json!(7)));
    server.ask_as(&admin, "DELETE", &format!("{SLA}/gold"), json!({})).await.ok();
    let (room_terms, inquiry_terms) = stored(&server, &room);
    let none = json!([null, 9_999_999, null, 99]);
    assert_eq!((terms(&room_terms), terms(&inquiry_terms)), (none.clone(), none));
    // Who is restricted to units reaches the inquiries that they show, and all rooms.
    let monitor = server.world(|world| {
        world.grant("manage-livechat-sla", "livechat-monitor");
        world.add_unit(Unit::new("", "Back office"));
        world.add_sla_policy(gold());
        world.add_user(Account::new("monitor", "password").role("livechat-monitor"))
    });
    set("gold").await.ok();
    server.ask_as(&server.login(&monitor), "DELETE", &format!("{SLA}/gold"), json!({})).await.ok();
    let (room_terms, inquiry_terms) = stored(&server, &room);
    assert_eq!((&terms(&room_terms)[0], &terms(&inquiry_terms)[0]), (&Value::Null, &json!("gold")));
    // Who waits no longer is not in the queue.
    server.world(|world| world.add_sla_policy(gold()));
    post(&server, &ann, "inquiries.take", json!({"inquiryId": inquiry(&server, &room)})).await.ok();
    assert_eq!(serving(&server, &room), Some(ann.user.clone()));
    assert_eq!(set("gold").await.error(400), json!({"success": false, "error": "error-invalid-inquiry"}));
    for (version, error) in [
        (ServerVersion::V7_0, "The 'roomId' param is required"),
        (ServerVersion::V8_8, "must have required property 'roomId'"),
    ] {
        let server = Setup::empty().version(version).start(transport).await;
        let missing = server.ask_as(&server.admin(), "PUT", "/api/v1/livechat/inquiry.setSLA", json!({})).await;
        assert_eq!(missing.error(400)["error"], error);
    }
}

pub(super) async fn priorities_are_renamed_and_reset(transport: Transport) {
    let server = Setup::empty().start(transport).await;
    let admin = server.admin();
    let list = async |query: &str| {
        let list = server.get_as(&admin, &format!("{PRIORITIES}{query}")).await.ok();
        list["priorities"].as_array().unwrap().iter().map(|priority| priority["i18n"].clone()).collect::<Value>()
    };
    let reset = format!("{PRIORITIES}.reset");
    assert_eq!(list("").await, json!(["Lowest", "Low", "Medium", "High", "Highest"]));
    assert_eq!(list("?text=low").await, json!([]));
    assert_eq!(server.get_as(&admin, &reset).await.ok(), json!({"reset": false, "success": true}));
    assert_eq!(server.post_as(&admin, &reset, json!({})).await.error(400), json!({"success": false}));
    let put = async |id: &str, body: Value| server.ask_as(&admin, "PUT", &format!("{PRIORITIES}/{id}"), body).await;
    assert_eq!(put(LOWEST, json!({"name": " Some day "})).await.ok(), json!({"success": true}));
    let shown = server.get_as(&admin, &format!("{PRIORITIES}/{LOWEST}")).await.ok();
    let expected = json!({
        "_id": LOWEST,
        "name": "Some day",
        "i18n": "Lowest",
        "sortItem": 5,
        "dirty": true,
        "_updatedAt": NOW,
        "success": true,
    });
    assert_eq!(shown, expected);
    assert_eq!(list("?text=SOME").await, json!(["Lowest"]));
    assert_eq!(list("").await, json!(["Low", "Medium", "High", "Highest", "Lowest"]));
    assert_eq!(put(HIGH, json!({"name": "some DAY"})).await.error(400)["error"], "error-duplicate-priority-name");
    assert_eq!(put(LOWEST, json!({"name": "some DAY"})).await.status, 200, "its own");
    assert_eq!(put(HIGH, json!({"name": "Low"})).await.status, 200, "only names that were given count");
    assert_eq!(put("none", json!({"name": "New"})).await.error(400)["error"], "error-unable-to-update-priority");
    const ONE: &str = "must match exactly one schema in oneOf [invalid-params]";
    assert_eq!(put(HIGH, json!({})).await.error(400)["error"], ONE);
    let both = put(HIGH, json!({"name": "a", "reset": true})).await.error(400);
    let additional = "must NOT have additional properties";
    assert_eq!(both["error"], format!("{additional}\n {additional}\n {ONE}"));
    assert_eq!(server.get_as(&admin, &reset).await.ok()["reset"], true);
    put(HIGH, json!({"reset": true})).await.ok();
    let name = |id: &str| server.world(|world| world.priority(id).unwrap().name.clone());
    assert_eq!((name(HIGH), name(LOWEST).as_deref()), (None, Some("some DAY")));
    assert_eq!(server.post_as(&admin, &reset, json!({})).await.ok(), json!({"success": true}));
    assert_eq!(name(LOWEST), None);
    let unknown = server.get_as(&admin, &format!("{PRIORITIES}/none")).await.error(404);
    assert_eq!(unknown, json!({"success": false, "error": "Priority with id none not found"}));
    let agent = server.world(|world| world.add_user(Account::new("agent", "password").role("livechat-agent")));
    let agent = server.login(&agent);
    server.get_as(&agent, PRIORITIES).await.ok();
    server.get_as(&agent, &reset).await.error(403);
    server.post_as(&agent, &reset, json!({})).await.error(403);
}

pub(super) async fn a_room_is_given_a_priority_and_loses_it(transport: Transport) {
    let (server, ann, room) = with_queue(transport).await;
    let path = format!("/api/v1/livechat/room/{room}/priority");
    let set = async |id: &str| server.post_as(&ann, &path, json!({"priorityId": id})).await;
    assert_eq!(set("High").await.error(400), json!({"success": false, "error": "error-invalid-priority"}));
    assert_eq!(set(HIGH).await.ok(), json!({"success": true}));
    let (room_terms, inquiry_terms) = stored(&server, &room);
    let expected = json!([null, 9_999_999, HIGH, 2]);
    assert_eq!((terms(&room_terms), terms(&inquiry_terms)), (expected.clone(), expected));
    let note = last_note(&server, &room);
    assert_eq!((&note["t"], &note["msg"]), (&json!("omnichannel_priority_change_history"), &json!("")));
    let priority = json!({"_id": HIGH, "i18n": "High", "sortItem": 2, "dirty": false});
    let defined_by = json!({"_id": ann.user, "username": "ann"});
    assert_eq!(note["priorityData"], json!({"definedBy": defined_by, "priority": priority}));
    // Twice, and also where there is none.
    for _ in 0..2 {
        server.ask_as(&ann, "DELETE", &path, json!({})).await.ok();
        let (room_terms, inquiry_terms) = stored(&server, &room);
        let none = json!([null, 9_999_999, null, 99]);
        assert_eq!((terms(&room_terms), terms(&inquiry_terms)), (none.clone(), none));
    }
    let notes = super::rooms::notes(&server, &room);
    assert_eq!(notes.iter().filter(|note| *note == "omnichannel_priority_change_history").count(), 3);
    assert_eq!(last_note(&server, &room)["priorityData"], json!({"definedBy": defined_by}));
    // A closed room is as good.
    post(&server, &server.admin(), "inquiries.take", json!({"inquiryId": inquiry(&server, &room)})).await.error(400);
    server.world(|world| world.serve_room(&room, &ann.user, NOW.parse().unwrap()));
    post(&server, &ann, "room.closeByUser", json!({"rid": room, "comment": "Bye"})).await.ok();
    assert_eq!(set(HIGH).await.status, 200);
    assert_eq!(stored(&server, &room).0["priorityWeight"], 2);
    let unknown = "/api/v1/livechat/room/none/priority";
    for method in ["POST", "DELETE"] {
        let refused = server.ask_as(&ann, method, unknown, json!({"priorityId": HIGH})).await.error(400);
        assert_eq!(refused, json!({"success": false, "error": "error-room-does-not-exist"}));
    }
    let missing = rejection(&server, &ann, &format!("room/{room}/priority"), json!({})).await;
    assert_eq!(missing, "must have required property 'priorityId' [invalid-params]");
}

pub(super) async fn a_new_room_is_given_both(transport: Transport) {
    let (server, _, _) = with_queue(transport).await;
    server.world(|world| {
        world.add_sla_policy(gold());
        world.modify_priority(HIGH, |priority| priority.name = Some("Urgent".to_owned()));
    });
    server.register(json!({"token": "u"})).await.ok();
    let ask = async |terms: &str| server.get(&format!("/api/v1/livechat/room?token=u&{terms}")).await;
    let invalid = |reason: &str, code: &str, function: &str| {
        json!({
            "success": false,
            "error": format!("{reason} [{code}]"),
            "errorType": code,
            "details": {"function": function},
        })
    };
    let rooms = || server.world(|world| world.rooms().count());
    let before = rooms();
    let error = invalid("Invalid sla", "error-invalid-sla", "livechat.beforeRoom");
    assert_eq!(ask("sla=none&priority=Urgent").await.error(400), error);
    // The name of a level is none.
    let error = invalid("Invalid priority", "error-invalid-priority", "livechat.beforeInquiry");
    assert_eq!(ask("sla=Gold&priority=Lowest").await.error(400), error);
    assert_eq!(rooms(), before);
    let opened = ask("sla=Gold&priority=Urgent").await.ok();
    let room = RoomId::from(opened["room"]["_id"].as_str().unwrap());
    let (room_terms, inquiry_terms) = stored(&server, &room);
    assert_eq!(terms(&room_terms), json!(["gold", 9_999_999, null, 99]));
    assert_eq!(terms(&inquiry_terms), json!(["gold", 5, HIGH, 2]));
    assert_eq!(super::rooms::notes(&server, &room), ["livechat-started"]);
    // Or one of them.
    for (token, asked, expected) in
        [("v", "sla=Gold", json!(["gold", 5, null, 99])), ("w", "priority=Urgent", json!([null, 9_999_999, HIGH, 2]))]
    {
        server.register(json!({"token": token})).await.ok();
        let opened = server.get(&format!("/api/v1/livechat/room?token={token}&{asked}")).await.ok();
        let room = RoomId::from(opened["room"]["_id"].as_str().unwrap());
        assert_eq!(terms(&stored(&server, &room).1), expected);
    }
    // Without a licence nobody knows these keys.
    let server = Setup::documented().edition(Edition::Community).start(transport).await;
    for key in ["sla", "priority"] {
        let refused = server.get(&format!("/api/v1/livechat/room?token=iNKE8a6k6cjbqWhWd&{key}=a")).await.error(400);
        assert_eq!(refused["error"], format!("Match error: Unknown key in field {key}"));
    }
}

pub(super) async fn a_room_is_saved_with_both(transport: Transport) {
    let (server, ann, room) = with_queue(transport).await;
    server.world(|world| {
        world.add_sla_policy(gold());
        world.grant("save-others-livechat-room-info", "livechat-agent");
    });
    let visitor = stored(&server, &room).0["v"]["_id"].clone();
    let save = async |sla: Value, priority: Value| {
        let data = json!({"_id": room, "slaId": sla, "priorityId": priority});
        post(&server, &ann, "room.saveInfo", json!({"guestData": {"_id": visitor}, "roomData": data})).await.ok()
    };
    save(json!("gold"), json!(HIGH)).await;
    let (room_terms, inquiry_terms) = stored(&server, &room);
    let expected = json!(["gold", 5, HIGH, 2]);
    assert_eq!((terms(&room_terms), terms(&inquiry_terms)), (expected.clone(), expected));
    let notes = ["livechat-started", "omnichannel_sla_change_history", "omnichannel_priority_change_history"];
    assert_eq!(super::rooms::notes(&server, &room), notes);
    // What it has already is no change.
    save(json!("gold"), json!(HIGH)).await;
    save(Value::Null, Value::Null).await;
    assert_eq!(super::rooms::notes(&server, &room), notes);
    save(json!(""), json!("")).await;
    let (room_terms, inquiry_terms) = stored(&server, &room);
    let none = json!([null, 9_999_999, null, 99]);
    assert_eq!((terms(&room_terms), terms(&inquiry_terms)), (none.clone(), none));
    assert_eq!(last_note(&server, &room)["priorityData"].as_object().unwrap().len(), 1);
    assert_eq!(super::rooms::notes(&server, &room).len(), 5);
}

/// The rooms that an agent may take, in the order of the list.
async fn queue(server: &Server, login: &Login, query: &str) -> Vec<String> {
    let list = get(server, login, &format!("inquiries.queuedForUser{query}")).await;
    list["inquiries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|inquiry| inquiry["v"]["token"].as_str().unwrap().to_owned())
        .collect()
}

pub(super) async fn the_queue_is_ordered_as_the_workspace_says(transport: Transport) {
    let (server, ann, first) = with_queue(transport).await;
    let mut rooms = vec![first];
    for token in ["u", "v"] {
        server.advance(60);
        server.register(json!({"token": token})).await.ok();
        rooms.push(id(&open(&server, token).await));
    }
    server.world(|world| {
        world.add_sla_policy(gold());
        world.add_sla_policy(SlaPolicy::new("silver").name("Silver").due_time_in_minutes(10.0));
    });
    let set_priority = async |room: &RoomId, id: &str| {
        post(&server, &ann, &format!("room/{room}/priority"), json!({"priorityId": id})).await.ok();
    };
    let set_sla = async |room: &RoomId, sla: &str| {
        let body = json!({"roomId": room, "sla": sla});
        server.ask_as(&ann, "PUT", "/api/v1/livechat/inquiry.setSLA", body).await.ok();
    };
    set_priority(&rooms[1], LOWEST).await;
    set_priority(&rooms[2], HIGH).await;
    set_sla(&rooms[1], "gold").await;
    set_sla(&rooms[2], "silver").await;
    let order_by = |mechanism: &str| {
        server.world(|world| world.set_setting("Omnichannel_sorting_mechanism", mechanism).unwrap());
    };
    for (mechanism, order) in [
        ("Timestamp", ["t", "u", "v"]),
        ("Priority", ["v", "u", "t"]),
        ("SLAs", ["u", "v", "t"]),
        ("Colour", ["t", "u", "v"]),
    ] {
        order_by(mechanism);
        assert_eq!(queue(&server, &ann, "").await, order, "{mechanism}");
    }
    // An order that is asked for comes first, but turns none of the queue's own around.
    assert_eq!(queue(&server, &ann, "?sort=%7B%22ts%22:-1%7D").await, ["t", "u", "v"]);
    order_by("Priority");
    assert_eq!(queue(&server, &ann, "?sort=%7B%22priorityWeight%22:-1%7D").await, ["v", "u", "t"]);
    assert_eq!(queue(&server, &ann, "?sort=%7B%22v.token%22:-1%7D").await, ["v", "u", "t"]);
    assert_eq!(queue(&server, &ann, "?sort=%7B%22ts%22:1%7D").await, ["t", "u", "v"]);
    // The list for managers is in the order of time, whatever the workspace says.
    let list = get(&server, &server.admin(), "inquiries.list").await;
    let of = |inquiry: &Value| inquiry["rid"].clone();
    let listed: Vec<_> = list["inquiries"].as_array().unwrap().iter().map(of).collect();
    assert_eq!(listed, [json!(rooms[2]), json!(rooms[1]), json!(rooms[0])]);
}

pub(super) async fn what_a_priority_needs_is_a_user_with_a_name(transport: Transport) {
    let (server, _, room) = with_queue(transport).await;
    server.world(|world| {
        world.add_sla_policy(gold());
        world.modify_user("admin", |admin| admin.username = None);
    });
    let admin = Login { user: UserId::from("admin"), ..server.admin() };
    let path = format!("/api/v1/livechat/room/{room}/priority");
    for method in ["POST", "DELETE"] {
        let refused = server.ask_as(&admin, method, &path, json!({"priorityId": HIGH})).await.error(400);
        assert_eq!(refused, json!({"success": false, "error": "Invalid user"}));
    }
    let body = json!({"roomId": room, "sla": "gold"});
    let refused = server.ask_as(&admin, "PUT", "/api/v1/livechat/inquiry.setSLA", body).await.error(400);
    assert_eq!(refused, json!({"success": false, "error": "error-invalid-user"}));
}
