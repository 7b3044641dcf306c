//! The auxiliary endpoints, by which a test prepares a workspace.

use bytes::Bytes;
use http::Request;
use livechat_mock::{Account, Change, Engine, Handled, ServerVersion, World};
use livechat_sdk::Timestamp;
use serde_json::{Value, json};

use super::{
    Server, Setup, Transport,
    rooms::{id, open, with_agent},
    server::Login,
};

const CREATE: &str = "/api/v1/users.create";
const DELETE: &str = "/api/v1/users.delete";
const PRESENCE: &str = "/api/v1/users.setStatus";
const PERMISSIONS: &str = "/api/v1/permissions.update";
const WRITE: &str = "/api/v1/chat.sendMessage";

fn ann() -> Value {
    json!({"username": "ann", "name": "Ann", "email": "ann@example.com", "password": "s3cret"})
}

/// Creates a user, and logs the user in.
async fn create(server: &Server, user: Value) -> (Value, Login) {
    let created = server.post_as(&server.admin(), CREATE, user.clone()).await.ok()["user"].clone();
    let login =
        server.post("/api/v1/login", json!({"user": user["username"], "password": user["password"]})).await.ok();
    let login = &login["data"];
    assert_eq!(login["userId"], created["_id"]);
    let user = login["userId"].as_str().unwrap().into();
    (created, Login { user, token: login["authToken"].as_str().unwrap().to_owned() })
}

async fn get(server: &Server, path: &str) -> Value {
    server.get_as(&server.admin(), path).await.ok()
}

pub(super) async fn the_version_is_told(transport: Transport) {
    for version in ServerVersion::ALL {
        let server = Setup::empty().version(version).start(transport).await;
        for path in ["/api/info", "/api/v1/info"] {
            let told = server.get(path).await.ok();
            assert_eq!(told, json!({"version": version.as_str(), "success": true}));
        }
    }
}

pub(super) async fn a_user_is_made_an_agent_and_serves_a_visitor(transport: Transport) {
    let server = Setup::empty().start(transport).await;
    let admin = server.admin();
    let (user, login) = create(&server, ann()).await;
    server.post_as(&admin, "/api/v1/livechat/users/agent", json!({"username": "ann"})).await.ok();
    server.register(json!({"token": "t", "name": "Bob"})).await.ok();
    // Nobody is there before the agent says so.
    let room = async || server.get("/api/v1/livechat/room?token=t").await;
    assert_eq!(room().await.error(400)["errorType"], "no-agent-online");
    server.post_as(&admin, PRESENCE, json!({"userId": user["_id"], "status": "online"})).await.ok();
    assert_eq!(room().await.error(400)["errorType"], "no-agent-online");
    let status = server.post_as(&login, "/api/v1/livechat/agent.status", json!({"status": "available"})).await.ok();
    assert_eq!(status["status"], "available");
    let room = room().await.ok()["room"].clone();
    assert_eq!(room["servedBy"]["username"], "ann");
    let rid = &room["_id"];
    server.post("/api/v1/livechat/message", json!({"token": "t", "rid": rid, "msg": "Hello?"})).await.ok();
    let path = format!("/api/v1/subscriptions.getOne?roomId={}", rid.as_str().unwrap());
    let subscription = server.get_as(&login, &path).await.ok()["subscription"].clone();
    assert_eq!((&subscription["rid"], &subscription["t"], &subscription["fname"]), (rid, &json!("l"), &json!("Bob")));
    assert_eq!((&subscription["unread"], &subscription["alert"]), (&json!(2), &json!(true)));
    assert_eq!(subscription["u"], json!({"_id": user["_id"], "username": "ann", "name": "Ann"}));
    let written = server.post_as(&login, WRITE, json!({"message": {"rid": rid, "msg": "Hi Bob"}})).await.ok();
    assert_eq!((&written["message"]["msg"], &written["message"]["u"]["username"]), (&json!("Hi Bob"), &json!("ann")));
    let history = format!("/api/v1/livechat/messages.history/{}?token=t", rid.as_str().unwrap());
    assert_eq!(server.get(&history).await.ok()["messages"][0], written["message"]);
    assert_eq!(server.get_as(&login, &path).await.ok()["subscription"]["unread"], 0);
    // Others are in other rooms.
    assert_eq!(server.get_as(&admin, &path).await.ok(), json!({"subscription": null, "success": true}));
}

pub(super) async fn a_user_is_created_and_deleted(transport: Transport) {
    let server = Setup::empty().start(transport).await;
    let admin = server.admin();
    let (user, login) = create(&server, ann()).await;
    let expected = json!({
        "_id": user["_id"],
        "username": "ann",
        "name": "Ann",
        "emails": [{"address": "ann@example.com", "verified": false}],
        "type": "user",
        "status": "offline",
        "statusConnection": "offline",
        "active": true,
        "roles": ["user"],
        "utcOffset": 0,
        "settings": {},
    });
    assert_eq!(user, expected);
    assert_eq!(user["_id"].as_str().unwrap().len(), 17);
    let given = json!({
        "username": "bob",
        "name": "Bob",
        "email": "bob@example.com",
        "password": "p",
        "roles": ["livechat-manager"],
        "active": true,
        "verified": true,
        "joinDefaultChannels": false,
    });
    let (bob, _) = create(&server, given).await;
    assert_eq!((&bob["roles"], &bob["emails"][0]["verified"]), (&json!(["livechat-manager"]), &json!(true)));

    server.get_as(&login, "/api/v1/me").await.ok();
    server.world(|world| {
        let sales = world.add_department(livechat_sdk::model::Department::new("sales", "Sales"));
        world.add_department_agent(&sales, &login.user);
    });
    let before = server.world(|world| world.next_change());
    assert_eq!(server.post_as(&admin, DELETE, json!({"userId": user["_id"]})).await.ok(), json!({"success": true}));
    assert_eq!(server.get_as(&login, "/api/v1/me").await.status, 401, "logged out everywhere");
    assert_eq!(server.post("/api/v1/login", json!({"user": "ann", "password": "s3cret"})).await.status, 401);
    server.world(|world| {
        assert!(!world.is_department_agent("sales", &login.user));
        let mut told: Vec<_> = world.changes_since(before).cloned().collect();
        told.dedup();
        assert_eq!(told, [Change::User(login.user.clone()), Change::Department("sales".into())]);
    });
    server.post_as(&admin, DELETE, json!({"username": "bob"})).await.ok();
    assert!(server.world(|world| world.users().all(|user| user.username.as_deref() != Some("bob"))));
    // The names are free again.
    create(&server, ann()).await;
}

pub(super) async fn a_user_is_refused_with_reason(transport: Transport) {
    let server = Setup::empty().start(transport).await;
    let admin = server.admin();
    create(&server, ann()).await;
    let rejected = async |path: &str, body: Value| server.post_as(&admin, path, body).await.error(400);
    for (change, field) in
        [(json!({"email": "other@example.com"}), "ann"), (json!({"username": "other"}), "ann@example.com")]
    {
        let mut user = ann();
        user.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        let expected = json!({
            "success": false,
            "error": format!("{field} is already in use :( [error-field-unavailable]"),
            "errorType": "error-field-unavailable",
            "details": {"method": "insertOrUpdateUser", "field": field},
        });
        assert_eq!(rejected(CREATE, user).await, expected);
    }
    let error = rejected(CREATE, json!({"username": "x", "name": "x", "email": "x"})).await;
    assert_eq!(error["error"], "must have required property 'password' [invalid-params]");
    for (body, code) in [
        (json!({}), "error-user-param-not-provided"),
        (json!({"userId": "nobody"}), "error-invalid-user"),
        (json!({"username": "ann@example.com"}), "error-invalid-user"),
        (json!({"username": "admin"}), "error-action-not-allowed"),
    ] {
        assert_eq!(rejected(DELETE, body).await["errorType"], code);
    }
    let error = rejected(DELETE, json!({"userId": "nobody"})).await;
    let text = "The required \"userId\" or \"username\" param provided does not match any users [error-invalid-user]";
    assert_eq!(error["error"], text);
}

pub(super) async fn a_presence_is_set(transport: Transport) {
    let server = Setup::empty().start(transport).await;
    let (user, login) = create(&server, ann()).await;
    let status = || server.world(|world| world.user(&login.user).unwrap().status.clone().unwrap().as_str().to_owned());
    for word in ["online", "away", "busy", "offline"] {
        let set = server.post_as(&login, PRESENCE, json!({"message": "", "status": word})).await.ok();
        assert_eq!((set, status()), (json!({"success": true}), word.to_owned()));
    }
    server.post_as(&login, PRESENCE, json!({"message": "lunch"})).await.ok();
    assert_eq!(status(), "offline", "a message alone leaves it");
    server.post_as(&server.admin(), PRESENCE, json!({"username": "ann", "status": "online"})).await.ok();
    assert_eq!(status(), "online");
    let error = server.post_as(&login, PRESENCE, json!({"status": "asleep"})).await.error(400);
    let expected = json!({
        "success": false,
        "error": "Valid status types include online, away, offline, and busy. [error-invalid-status]",
        "errorType": "error-invalid-status",
        "details": {"method": "users.setStatus"},
    });
    assert_eq!(error, expected);
    let error = server.post_as(&login, PRESENCE, json!({"userId": "admin", "status": "busy"})).await.error(403);
    assert_eq!(error, json!({"success": false, "error": "unauthorized"}));
    server.post_as(&login, PRESENCE, json!({"userId": user["_id"], "status": "busy"})).await.ok();
}

pub(super) async fn permissions_are_given_and_taken(transport: Transport) {
    let (server, agent) = with_agent(transport).await;
    let (admin, agent) = (server.admin(), server.login(&agent));
    let managers = "/api/v1/livechat/users/manager";
    let set = async |name: &str, roles: &[&str]| {
        server.post_as(&admin, PERMISSIONS, json!({"permissions": [{"_id": name, "roles": roles}]})).await
    };
    assert_eq!(server.get_as(&agent, managers).await.status, 403);
    let all = set("view-livechat-manager", &["admin", "livechat-agent"]).await.ok();
    let given = all["permissions"].as_array().unwrap().iter().find(|entry| entry["_id"] == "view-livechat-manager");
    assert_eq!(given.unwrap()["roles"], json!(["admin", "livechat-agent"]));
    server.get_as(&agent, managers).await.ok();
    set("view-livechat-manager", &[]).await.ok();
    for login in [&agent, &admin] {
        assert_eq!(server.get_as(login, managers).await.status, 403);
    }
    let invalid = |error: &str, code: &str| json!({"success": false, "error": error, "errorType": code});
    let rejected = set("view-everything", &["admin"]).await;
    assert_eq!(rejected.error(400), invalid("Invalid permission", "error-invalid-permission"));
    let rejected = set("view-l-room", &["king"]).await;
    assert_eq!(rejected.error(400), invalid("Invalid role", "error-invalid-role"));
    server.world(|world| world.add_user(Account::new("leo", "password").role("king")));
    set("view-l-room", &["king", "admin"]).await.ok();
    // Whoever takes this from everybody, takes it for good.
    set("access-permissions", &[]).await.ok();
    assert_eq!(set("view-l-room", &["admin"]).await.status, 403);
}

pub(super) async fn settings_take_effect_at_once(transport: Transport) {
    let (server, _) = with_agent(transport).await;
    let admin = server.admin();
    let path = |name: &str| format!("/api/v1/settings/{name}");
    let method = path("Livechat_Routing_Method");
    let told = get(&server, &method).await;
    assert_eq!(told, json!({"_id": "Livechat_Routing_Method", "value": "Auto_Selection", "success": true}));
    let set = server.post_as(&admin, &method, json!({"value": "Manual_Selection"})).await.ok();
    assert_eq!(set, json!({"success": true}));
    assert_eq!(get(&server, &method).await["value"], "Manual_Selection");
    assert!(open(&server, "t").await.get("servedBy").is_none());

    // One of the two is hidden.
    for unknown in ["Colour", "Livechat_guest_count"] {
        for answer in [
            server.get_as(&admin, &path(unknown)).await,
            server.post_as(&admin, &path(unknown), json!({"value": true})).await,
        ] {
            let hint = answer.header("x-livechat-mock-hint").unwrap_or_default().to_owned();
            assert_eq!(answer.error(400), json!({"success": false}));
            assert!(hint.contains("there is no setting of this name"), "{hint}");
        }
    }
    let answer = server.post_as(&admin, &method, json!({})).await.error(400);
    assert_eq!(answer, json!({"success": false}));
}

pub(super) async fn a_setting_keeps_a_value_of_any_type(transport: Transport) {
    let (server, _) = with_agent(transport).await;
    let admin = server.admin();
    let limit = "/api/v1/settings/Livechat_enable_message_character_limit";
    for (value, limited) in [
        (json!("no"), true),
        (json!(""), false),
        (json!(1), true),
        (json!(null), false),
        (json!({"a": 1}), true),
        (json!(false), false),
    ] {
        server.post_as(&admin, limit, json!({"value": value, "editor": "color"})).await.ok();
        assert_eq!(get(&server, limit).await["value"], value);
        let config = server.get("/api/v1/livechat/config").await.ok()["config"].clone();
        // A limit of 0 is the workspace's own.
        let told = if limited { json!(5000) } else { json!(false) };
        assert_eq!(config["settings"]["limitTextLength"], told, "{value}");
    }
}

pub(super) async fn agents_write_into_rooms(transport: Transport) {
    let (server, agent) = with_agent(transport).await;
    let login = server.login(&agent);
    let room = id(&open(&server, "t").await);
    server.post("/api/v1/livechat/message", json!({"token": "t", "rid": room, "msg": "Hello?"})).await.ok();
    server.advance(30);
    let write = async |login: &Login, message: Value| server.post_as(login, WRITE, json!({"message": message})).await;
    let written = write(&login, json!({"_id": "m1", "rid": room, "msg": "Hi"})).await.ok()["message"].clone();
    assert_eq!((&written["_id"], &written["ts"]), (&json!("m1"), &json!("2026-01-01T00:00:30.000Z")));
    assert_eq!(written["u"], json!({"_id": agent, "username": "ann", "name": "ann"}));
    server.world(|world| {
        let room = world.room(&room).unwrap();
        assert_eq!(room.waiting_response, None);
        assert_eq!(room.metrics.as_ref().unwrap().reaction.as_ref().unwrap().first_time, Some(30.0));
    });
    let again = write(&login, json!({"_id": "m1", "rid": room, "msg": "Other"})).await.ok()["message"].clone();
    assert_eq!(again, written, "the same id is the same message");
    // Who may see all rooms may write in all.
    write(&server.admin(), json!({"rid": room, "msg": "Me too"})).await.ok();

    let other = server.world(|world| world.add_user(Account::new("amy", "password").role("livechat-agent")));
    let rejected = async |login: &Login, message: Value| write(login, message).await.error(400)["error"].clone();
    assert_eq!(rejected(&server.login(&other), json!({"rid": room, "msg": "Hi"})).await, "error-not-allowed");
    assert_eq!(rejected(&login, json!({"rid": "nowhere", "msg": "Hi"})).await, "error-invalid-room");
    let missing = rejected(&login, json!({"msg": "Hi"})).await;
    assert_eq!(missing, "The 'rid' property on the message object is missing.");
    server.register(json!({"token": "u"})).await.ok();
    server.world(|world| world.modify_user(&other, |user| user.status = Some("offline".into())));
    let second = id(&open(&server, "u").await);
    assert_eq!(rejected(&login, json!({"_id": "m1", "rid": second, "msg": "Hi"})).await, "error-not-allowed");
    server.post("/api/v1/livechat/room.close", json!({"rid": room, "token": "t"})).await.ok();
    assert_eq!(rejected(&server.admin(), json!({"rid": room, "msg": "Hi"})).await, "room-closed");
}

pub(super) async fn a_message_is_checked_before_its_room(transport: Transport) {
    let (server, agent) = with_agent(transport).await;
    let login = server.login(&agent);
    let room = id(&open(&server, "t").await);
    let write = async |message: Value| server.post_as(&login, WRITE, json!({"message": message})).await;
    let named = |text: &str, code: &str| {
        let error = format!("{text} [{code}]");
        json!({"success": false, "error": error, "errorType": code, "details": {"method": "sendMessage"}})
    };
    let out_of_sync = named("Message timestamp is out of sync", "error-message-ts-out-of-sync");
    let too_long = named("Message size exceeds Message_MaxAllowedSize", "error-message-size-exceeded");
    let empty = named("Message cannot be empty", "error-invalid-message");
    // Of two faults, the first is told.
    for (message, error) in [
        (json!({"ts": "2025-12-31T23:58:59.999Z", "msg": "x".repeat(5001)}), &out_of_sync),
        (json!({"ts": "2026-01-01T00:01:00.001Z"}), &out_of_sync),
        (json!({"msg": "x".repeat(5001)}), &too_long),
        // Two units of JavaScript each.
        (json!({"rid": room, "msg": "😀".repeat(2501)}), &too_long),
        (json!({"rid": "nowhere"}), &empty),
        (json!({"rid": room, "msg": "", "attachments": []}), &empty),
    ] {
        assert_eq!(write(message).await.error(400), *error);
    }
    for (ts, kept) in [
        ("2025-12-31T23:59:00.000Z", "2026-01-01T00:00:00.000Z"),
        ("2025-12-31T23:59:49.999Z", "2026-01-01T00:00:00.000Z"),
        ("2025-12-31T23:59:50.000Z", "2025-12-31T23:59:50.000Z"),
    ] {
        let written = write(json!({"rid": room, "msg": "Hi", "ts": ts})).await.ok()["message"].clone();
        assert_eq!(written["ts"], kept);
    }
    write(json!({"rid": room, "msg": "😀".repeat(2500)})).await.ok();
    server.world(|world| world.set_setting("Message_MaxAllowedSize", 2).unwrap());
    assert_eq!(write(json!({"rid": room, "msg": "Hey"})).await.error(400), too_long);
}

pub(super) async fn what_a_message_has_is_kept_or_refused(transport: Transport) {
    let (server, agent) = with_agent(transport).await;
    let login = server.login(&agent);
    let room = id(&open(&server, "t").await);
    let attachments =
        json!([{"title": "Order 7", "text": "shipped", "fields": [{"short": true, "title": "a", "value": "b"}]}]);
    let message = json!({"rid": room, "alias": "Shop", "emoji": ":robot:", "attachments": attachments, "tmid": null});
    let written = server.post_as(&login, WRITE, json!({"message": message})).await.ok()["message"].clone();
    assert_eq!(
        (&written["alias"], &written["emoji"], &written["msg"]),
        (&json!("Shop"), &json!(":robot:"), &json!(""))
    );
    assert_eq!(written["attachments"], attachments);
    let history = server.get(&format!("/api/v1/livechat/messages.history/{room}?token=t")).await.ok();
    assert_eq!(history["messages"][0], written);
    for (key, value) in [("sentByEmail", json!(true)), ("blocks", json!([{}]))] {
        let mut message = json!({"rid": room, "msg": "Hi"});
        message[key] = value;
        let refused = server.post_as(&login, WRITE, json!({"message": message})).await;
        let hint = refused.header("x-livechat-mock-hint").unwrap_or_default().to_owned();
        assert!(hint.starts_with(&format!("servers take {key},")), "{key}: {hint}");
        refused.error(400);
    }
    let fields = json!({"message": {"rid": room, "msg": "Hi", "customFields": {"order": 7}}});
    let refused = server.post_as(&login, WRITE, fields.clone()).await.error(400);
    assert_eq!(refused["error"], "Custom fields not enabled");
    server.world(|world| world.set_setting("Message_CustomFields_Enabled", true).unwrap());
    assert_eq!(server.post_as(&login, WRITE, fields).await.ok()["message"]["customFields"]["order"], 7);
    let body = json!({"message": {"rid": room, "msg": "http://x"}, "previewUrls": ["http://x"]});
    let hint = server.post_as(&login, WRITE, body).await.header("x-livechat-mock-hint").unwrap_or_default().to_owned();
    assert!(hint.starts_with("servers take previewUrls,"), "{hint}");
}

pub(super) async fn a_thread_counts_its_replies(transport: Transport) {
    let (server, agent) = with_agent(transport).await;
    let login = server.login(&agent);
    let room = id(&open(&server, "t").await);
    let said = server.post("/api/v1/livechat/message", json!({"token": "t", "rid": room, "msg": "Well?"})).await.ok();
    let first = said["message"]["_id"].clone();
    let write =
        async |message: Value| server.post_as(&login, WRITE, json!({"message": message})).await.ok()["message"].clone();
    server.advance(10);
    let reply = write(json!({"rid": room, "msg": "Yes", "tmid": first, "tshow": true})).await;
    assert_eq!((&reply["tmid"], &reply["tshow"]), (&first, &json!(true)));
    // A reply to a reply is one of the same thread.
    server.advance(10);
    assert_eq!(write(json!({"rid": room, "msg": "Really", "tmid": reply["_id"]})).await["tmid"], first);
    let path = format!("/api/v1/chat.getMessage?msgId={}", first.as_str().unwrap());
    let first = server.get_as(&login, &path).await.ok()["message"].clone();
    assert_eq!((&first["tcount"], &first["tlm"]), (&json!(2), &json!("2026-01-01T00:00:20.000Z")));
    assert_eq!(first["replies"], json!([said["message"]["u"]["_id"], agent]));
    // Others have not read one more message where the reply is shown in the room too, and there alone.
    let admin = server.admin();
    let unread = || server.world(|world| world.unread(&room, &agent).unwrap());
    for (shown, expected) in [(false, 0), (true, 1)] {
        let reply = json!({"rid": room, "msg": "@ann @all", "tmid": first["_id"], "tshow": shown});
        server.post_as(&admin, WRITE, json!({"message": reply})).await.ok();
        assert_eq!(unread(), expected);
    }
    // There is nothing to count where there is no such message.
    assert_eq!(write(json!({"rid": room, "msg": "Lost", "tmid": "nowhere"})).await["tmid"], "nowhere");
}

pub(super) async fn a_bridge_posts_and_looks_up(transport: Transport) {
    let (server, agent) = with_agent(transport).await;
    let login = server.login(&agent);
    let room = id(&open(&server, "t").await);
    let said = server.post("/api/v1/livechat/message", json!({"token": "t", "rid": room, "msg": "Well?"})).await.ok();
    let post = json!({
        "roomId": room,
        "text": "Hi",
        "alias": "Shop",
        "emoji": ":robot:",
        "avatar": "https://example.com/shop.png",
        "tmid": said["message"]["_id"],
        "attachments": [{"title": "Order 7"}],
    });
    let posted = server.post_as(&login, "/api/v1/chat.postMessage", post).await.ok();
    let message = &posted["message"];
    assert_eq!((&posted["channel"], &posted["ts"]), (&json!(room), &json!(1_767_225_600_000_u64)));
    assert_eq!(
        (&message["msg"], &message["alias"], &message["attachments"][0]["title"]),
        (&json!("Hi"), &json!("Shop"), &json!("Order 7"))
    );
    assert_eq!(
        (&message["emoji"], &message["avatar"], &message["tmid"], &message["groupable"]),
        (&json!(":robot:"), &json!("https://example.com/shop.png"), &said["message"]["_id"], &json!(false))
    );
    let other = server.login(&server.world(|world| world.add_user(Account::new("amy", "p").role("livechat-agent"))));
    let found = format!("/api/v1/chat.getMessage?msgId={}", message["_id"].as_str().unwrap());
    assert_eq!(server.get_as(&login, &found).await.ok()["message"], *message);
    assert_eq!(server.get_as(&other, &found).await.error(400)["errorType"], "error-not-allowed");
    let nothing = server.get_as(&login, "/api/v1/chat.getMessage?msgId=nothing").await.error(400);
    assert_eq!(nothing, json!({"success": false}));
    let missing = server.get_as(&login, "/api/v1/chat.getMessage").await.error(400);
    assert_eq!(missing["error"], "The \"msgId\" query parameter must be provided.");

    let info = format!("/api/v1/rooms.info?roomId={room}");
    assert_eq!(server.get_as(&login, &info).await.ok()["room"]["_id"], json!(room));
    assert_eq!(server.get_as(&other, &info).await.error(400)["error"], "not-allowed");
    let nowhere = server.get_as(&login, "/api/v1/rooms.info?roomId=nowhere").await.error(400);
    assert_eq!(nowhere["errorType"], "error-room-not-found");
    assert_eq!(server.get_as(&login, "/api/v1/rooms.info?roomName=general").await.ok()["room"]["_id"], "GENERAL");
}

pub(super) async fn rooms_are_shown_to_those_who_may_see_them(transport: Transport) {
    let (server, agent) = with_agent(transport).await;
    let login = server.login(&agent);
    let room = open(&server, "t").await;
    let path = format!("/api/v1/channels.info?roomId={}", room["_id"].as_str().unwrap());
    for login in [&login, &server.admin()] {
        let shown = server.get_as(login, &path).await.ok();
        assert_eq!((&shown["channel"]["_id"], &shown["channel"]["t"]), (&room["_id"], &json!("l")));
    }
    let other = server.login(&server.world(|world| world.add_user(Account::new("amy", "p").role("livechat-agent"))));
    let not_found =
        "The required \"roomId\" or \"roomName\" param provided does not match any channel [error-room-not-found]";
    for (login, path) in [
        (&other, path.as_str()),
        (&login, "/api/v1/channels.info?roomId=nowhere"),
        (&login, "/api/v1/channels.info?roomName=Bob"),
    ] {
        assert_eq!(server.get_as(login, path).await.error(400)["error"], not_found);
    }
    let missing = server.get_as(&login, "/api/v1/channels.info").await.error(400);
    assert_eq!(missing["errorType"], "error-room-param-not-provided");

    let joined = async |login: &Login, query: &str| server.get_as(login, &format!("/api/v1/rooms.get{query}")).await;
    let list = joined(&login, "").await.ok();
    let channel = json!({"_id": "GENERAL", "t": "c", "name": "general", "default": true});
    assert_eq!((&list["update"][0], &list["update"][1]["_id"]), (&channel, &room["_id"]));
    assert_eq!((&list["remove"], list["update"].as_array().unwrap().len()), (&json!([]), 2));
    assert_eq!(joined(&server.admin(), "").await.ok()["update"], json!([channel]), "nobody joined the other");
    for query in ["roomId=GENERAL", "roomName=general"] {
        let told = server.get_as(&login, &format!("/api/v1/channels.info?{query}")).await.ok();
        assert_eq!(told["channel"], channel);
    }
    server.advance(60);
    let since = "?updatedSince=2026-01-01T00:00:30.000Z";
    assert_eq!(joined(&login, since).await.ok()["update"], json!([]));
    server.post("/api/v1/livechat/message", json!({"token": "t", "rid": room["_id"], "msg": "Hi"})).await.ok();
    assert_eq!(joined(&login, since).await.ok()["update"][0]["_id"], room["_id"]);
    let error = joined(&login, "?updatedSince=yesterday").await.error(400);
    let text = "The \"updatedSince\" query parameter must be a valid date. [error-updatedSince-param-invalid]";
    assert_eq!(error["error"], text);
    server.post("/api/v1/livechat/room.close", json!({"rid": room["_id"], "token": "t"})).await.ok();
    assert_eq!(joined(&login, "").await.ok()["update"], json!([channel]));

    server.advance(60);
    let removal = json!({"roomId": room["_id"]});
    server.post_as(&server.admin(), "/api/v1/livechat/rooms.delete", removal).await.ok();
    let removed = json!([{"_id": room["_id"], "_deletedAt": "2026-01-01T00:02:00.000Z"}]);
    assert_eq!(joined(&login, since).await.ok()["remove"], removed);
    assert_eq!(joined(&login, "?updatedSince=2026-01-01T00:02:00.000Z").await.ok()["remove"], json!([]));
    assert_eq!(joined(&login, "").await.ok()["remove"], json!([]));
}

pub(super) async fn plain_routes_take_a_login_and_permissions(transport: Transport) {
    let (server, agent) = with_agent(transport).await;
    let agent = server.login(&agent);
    let no_permission = "User does not have the permissions required for this action [error-unauthorized]";
    for (method, path) in [
        ("POST", CREATE),
        ("POST", DELETE),
        ("POST", PERMISSIONS),
        ("GET", "/api/v1/settings/Language"),
        ("POST", "/api/v1/settings/Language"),
    ] {
        assert_eq!(server.call(method, path, &[], None).await.status, 401, "{path}");
        assert_eq!(server.ask_as(&agent, method, path, json!({})).await.error(403)["error"], no_permission, "{path}");
    }
    for (method, path) in [
        ("POST", PRESENCE),
        ("POST", WRITE),
        ("GET", "/api/v1/subscriptions.getOne?roomId=r"),
        ("GET", "/api/v1/channels.info?roomId=r"),
        ("GET", "/api/v1/rooms.get"),
    ] {
        assert_eq!(server.call(method, path, &[], None).await.status, 401, "{path}");
    }
    assert_eq!(server.get(CREATE).await.status, 404, "another method");
}

#[test]
fn plain_routes_are_noted_by_their_templates() {
    let mut engine = Engine::stateful(World::empty()).no_auth(true);
    let get = |engine: &mut Engine, target: &str| {
        let request = Request::get(target).body(Bytes::new()).unwrap();
        engine.handle(&request, [127, 0, 0, 1].into(), Timestamp::from_millis(0))
    };
    for target in
        ["/api/v1/settings/Language", "/api/v1/info", "/file-upload/s3cret/a?rc_token=s3cret", "/api/v1/setting/a"]
    {
        get(&mut engine, target);
    }
    let noted: Vec<_> = engine.received().map(|received| (received.template, received.status.as_u16())).collect();
    let expected = [
        (Some("/api/v1/settings/{_id}"), 200),
        (Some("/api/v1/info"), 200),
        (Some("/file-upload/{id}/{name}"), 404),
        (None, 404),
    ];
    assert_eq!(noted, expected);
    let hint = |reply: &Handled| reply.response.headers()["x-livechat-mock-hint"].to_str().unwrap().to_owned();
    let reply = get(&mut engine, "/api/v1/setting/a");
    assert!(hint(&reply).ends_with("/api/v1/settings/{_id}"), "{}", hint(&reply));
    // Without a state there is nothing to tell.
    let reply = get(&mut Engine::replay().no_auth(true), "/api/v1/settings/Language");
    assert_eq!((reply.response.status().as_u16(), reply.template), (404, Some("/api/v1/settings/{_id}")));
    assert!(hint(&reply).contains("stateful mode"), "{}", hint(&reply));
}
