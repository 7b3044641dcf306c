//! `POST livechat/visitor`.

use livechat_mock::{Account, ServerVersion};
use livechat_sdk::model::{CustomField, CustomFieldScope, Department};
use serde_json::{Value, json};

use super::{Server, Setup, Transport, rooms::open, server::with};

const REGISTER: &str = "/api/v1/livechat/visitor";

async fn empty(transport: Transport) -> Server {
    Setup::empty().start(transport).await
}

fn define(server: &Server, key: &str, scope: CustomFieldScope) {
    server.world(|world| world.add_custom_field(CustomField::new(key, scope)));
}

pub(super) async fn a_new_visitor_is_a_guest(transport: Transport) {
    let server = empty(transport).await;
    let visitor = &server.register(json!({"token": "t"})).await.ok()["visitor"];
    let id = visitor["_id"].as_str().unwrap();
    assert!(id.len() == 24 && id.chars().all(|digit| digit.is_ascii_hexdigit()), "{id}");
    let now = "2026-01-01T00:00:00.000Z";
    let expected =
        json!({"_id": id, "token": "t", "username": "guest-2", "status": "online", "ts": now, "_updatedAt": now});
    assert_eq!(visitor, &expected);
    // Numbers are not used twice, and a name of one's own uses none up.
    let named = json!({"token": "u", "username": "ann", "id": "mine", "colour": "red"});
    let named = server.register(named).await.ok()["visitor"].clone();
    assert_eq!((&named["username"], &named["_id"]), (&json!("ann"), &json!("mine")));
    assert_eq!(server.register(json!({"token": "v"})).await.ok()["visitor"]["username"], "guest-3");
    // Names need not differ.
    assert_eq!(server.register(json!({"token": "w", "username": "ann"})).await.ok()["visitor"]["username"], "ann");
}

pub(super) async fn a_known_token_updates_the_visitor(transport: Transport) {
    let server = empty(transport).await;
    let first = json!({"token": "t", "name": "Ann", "phone": "1", "email": "ann@example.com"});
    let before = server.register(first).await.ok()["visitor"].clone();
    server.advance(60);
    let after = server.register(json!({"token": "t", "phone": "2", "username": "other"})).await.ok()["visitor"].clone();
    assert_eq!(after["_id"], before["_id"]);
    assert_eq!(after["username"], "guest-2", "a name is for new visitors");
    assert_eq!((&after["name"], &after["visitorEmails"]), (&json!("Ann"), &json!([{"address": "ann@example.com"}])));
    assert_eq!(after["phone"], json!([{"phoneNumber": "2"}]));
    assert_eq!((&after["ts"], &after["_updatedAt"]), (&before["ts"], &json!("2026-01-01T00:01:00.000Z")));
    assert_eq!(server.world(|world| world.visitors().count()), 1);
}

pub(super) async fn a_known_phone_number_keeps_the_old_token(transport: Transport) {
    let server = empty(transport).await;
    server.register(json!({"token": "old", "phone": "1"})).await.ok();
    let found = server.register(json!({"token": "new", "phone": "1", "name": "Ann"})).await.ok();
    assert_eq!((&found["visitor"]["token"], &found["visitor"]["name"]), (&json!("old"), &json!("Ann")));
    server.get("/api/v1/livechat/visitor/new").await.error(400);
}

pub(super) async fn a_known_address_takes_the_new_token(transport: Transport) {
    let server = empty(transport).await;
    server.register(json!({"token": "old", "email": "ann@example.com"})).await.ok();
    let room = server.world(|world| {
        let ann = world.visitor_by_token("old").unwrap().id.clone();
        world.open_room(&ann, "2026-01-01T00:00:00.000Z".parse().unwrap()).unwrap()
    });
    // Blanks are cut off for storing, not for looking.
    let blanks = server.register(json!({"token": "blank", "email": " Bob@Example.COM "})).await.ok();
    assert_eq!(blanks["visitor"]["visitorEmails"], json!([{"address": "bob@example.com"}]));
    let another = server.register(json!({"token": "another", "email": " bob@example.com"})).await.ok();
    assert_ne!(another["visitor"]["_id"], blanks["visitor"]["_id"]);
    let found = server.register(json!({"token": "new", "email": "Ann@Example.COM"})).await.ok();
    assert_eq!((&found["visitor"]["token"], &found["visitor"]["username"]), (&json!("new"), &json!("guest-2")));
    assert_eq!(server.get("/api/v1/livechat/visitor/old").await.error(400)["error"], "[invalid-token]");
    let kept = server.world(|world| world.room(&room).unwrap().visitor.token.clone().unwrap());
    assert_eq!(kept.expose(), "old", "rooms keep the token that they were opened with");
}

pub(super) async fn a_replaced_token_is_good_for_transcripts_alone(transport: Transport) {
    let server = empty(transport).await;
    server.world(|world| {
        world.add_user(Account::new("ann", "password").role("livechat-agent"));
        let sales = world.add_department(Department::new("sales", "Sales"));
        let eve = world.add_user(Account::new("eve", "password").role("livechat-agent"));
        world.add_department_agent(&sales, &eve);
        world.add_custom_field(CustomField::new("topic", CustomFieldScope::Room));
    });
    server.register(json!({"token": "old", "email": "ann@example.com"})).await.ok();
    let room = open(&server, "old").await["_id"].as_str().unwrap().to_owned();
    let body = json!({"token": "old", "rid": room, "msg": "Hello"});
    let message = server.post("/api/v1/livechat/message", body).await.ok()["message"]["_id"].clone();
    server.register(json!({"token": "new", "email": "ann@example.com"})).await.ok();
    let message = format!("message/{}", message.as_str().unwrap());
    let json_header = [("content-type", "application/json")];
    for (method, path, more) in [
        ("POST", "message", json!({"msg": "x"})),
        ("PUT", &*message, json!({"msg": "x"})),
        ("DELETE", &message, json!({})),
        ("POST", "room.close", json!({})),
        ("POST", "room.survey", json!({"data": [{"name": "satisfaction", "value": "5"}]})),
    ] {
        for (token, error) in [("old", "invalid-token"), ("new", "invalid-room")] {
            let body = with(with(json!({"token": token, "rid": room}), more.clone()), json!({})).to_string();
            let path = format!("/api/v1/livechat/{path}");
            let rejected = server.call(method, &path, &json_header, Some(body)).await.error(400);
            assert_eq!(rejected["error"], error, "{method} {path} {token}");
        }
    }
    for (token, error) in [("old", "invalid-token"), ("new", "invalid-room")] {
        for path in [
            format!("messages.history/{room}?token={token}"),
            format!("{message}?token={token}&rid={room}"),
            format!("agent.info/{room}/{token}"),
            format!("room?token={token}&rid={room}"),
        ] {
            let rejected = server.get(&format!("/api/v1/livechat/{path}")).await.error(400);
            assert_eq!(rejected["error"], error, "{path}");
        }
    }
    let transcript = async |token: &str| {
        let body = json!({"rid": room, "token": token, "email": "ann@example.com"});
        server.post("/api/v1/livechat/transcript", body).await
    };
    transcript("old").await.ok();
    assert_eq!(transcript("new").await.error(400)["error"], "error-invalid-visitor");
    let config = async |token: &str| server.get(&format!("/api/v1/livechat/config?token={token}")).await.ok();
    let (old, new) = (config("old").await, config("new").await);
    let is_there = |config: &Value, key: &str| config["config"].get(key).is_some();
    assert_eq!([is_there(&old, "guest"), is_there(&old, "room")], [false; 2]);
    assert_eq!([is_there(&new, "guest"), is_there(&new, "room")], [true, false]);
    // Neither the status nor a field of the room reaches it.
    server.post("/api/v1/livechat/visitor.status", json!({"token": "new", "status": "away"})).await.ok();
    let field = json!({"token": "new", "key": "topic", "value": "x", "overwrite": true});
    server.post("/api/v1/livechat/custom.field", field).await.ok();
    server.world(|world| {
        let room = world.room(&room).unwrap();
        assert_eq!((room.visitor.status.as_ref().unwrap().as_str(), &room.livechat_data), ("online", &None));
    });
    // Nobody asks for a room's token before it goes to a department.
    let hand_on = async |token: &str| {
        let body = json!({"rid": room, "token": token, "department": "sales"});
        server.post("/api/v1/livechat/visitor/department.transfer", body).await
    };
    assert_eq!(hand_on("old").await.error(400)["error"], "invalid-token");
    hand_on("new").await.ok();
    assert_eq!(server.get("/api/v1/livechat/agent.next/old").await.ok(), json!({"success": true}));
    assert!(server.get("/api/v1/livechat/agent.next/new").await.ok().get("agent").is_some());
    let next = server.get("/api/v1/livechat/room?token=new").await.ok();
    assert_eq!(next["newRoom"], true);
    assert_ne!(next["room"]["_id"], json!(room));
}

pub(super) async fn the_token_weighs_more_than_the_phone_number_and_that_more_than_the_address(transport: Transport) {
    let server = empty(transport).await;
    for (token, phone, email) in [("a", "1", "a@x"), ("b", "2", "b@x"), ("c", "3", "c@x")] {
        server.register(json!({"token": token, "phone": phone, "email": email})).await.ok();
    }
    let found = server.register(json!({"token": "a", "phone": "2", "email": "c@x"})).await.ok();
    assert_eq!(found["visitor"]["username"], "guest-2");
    // Two visitors have the number now: the older one is found.
    let found = server.register(json!({"token": "d", "phone": "2", "email": "b@x"})).await.ok();
    assert_eq!(found["visitor"]["username"], "guest-2");
    let found = server.register(json!({"token": "d", "phone": "9", "email": "c@x"})).await.ok();
    assert_eq!((&found["visitor"]["username"], &found["visitor"]["token"]), (&json!("guest-4"), &json!("d")));
}

pub(super) async fn what_is_empty_counts_as_not_given(transport: Transport) {
    let server = empty(transport).await;
    server.register(json!({"token": "t", "name": "Ann", "phone": "1", "email": "a@x"})).await.ok();
    let empty = json!({"token": "t", "name": "", "phone": "", "email": "", "department": "", "customFields": []});
    let after = server.register(empty).await.ok()["visitor"].clone();
    assert_eq!((&after["name"], &after["phone"][0]["phoneNumber"]), (&json!("Ann"), &json!("1")));
    assert_eq!(after["visitorEmails"], json!([{"address": "a@x"}]));
    assert!(after.get("department").is_none());
}

pub(super) async fn a_blank_token_is_refused(transport: Transport) {
    let server = empty(transport).await;
    for token in ["", " ", "\t\n"] {
        let expected = json!({
            "success": false,
            "error": "Token cannot be empty [error-invalid-token]",
            "errorType": "error-invalid-token",
            "details": {"method": "livechat/visitor"},
        });
        assert_eq!(server.register(json!({"token": token})).await.error(400), expected);
    }
    assert_eq!(server.world(|world| world.visitors().count()), 0);
}

pub(super) async fn arguments_of_the_wrong_form_are_refused(transport: Transport) {
    let server = empty(transport).await;
    for (body, text) in [
        (json!({}), "Missing key 'visitor'"),
        (json!({"token": "t"}), "Unknown key in field token"),
        (json!({"visitor": {}}), "Missing key 'token' in field visitor"),
        (json!({"visitor": {"token": 5}}), "Expected string, got number in field visitor.token"),
        (json!({"visitor": {"token": "t", "name": null}}), "Expected string, got null in field visitor.name"),
        (json!({"visitor": {"token": "t"}, "foo": 1}), "Unknown key in field foo"),
        (
            json!({"visitor": {"token": "t", "customFields": [{"key": "k", "value": "v"}]}}),
            "Missing key 'overwrite' in field visitor.customFields[0]",
        ),
    ] {
        let rejected = server.post(REGISTER, body).await;
        assert_eq!(rejected.error(400), json!({"success": false, "error": format!("Match error: {text}")}));
    }
    let unwrapped = server.post(REGISTER, json!({"token": "t"})).await;
    assert!(unwrapped.header("x-livechat-mock-hint").unwrap().contains("inside of visitor"), "{unwrapped:?}");

    let whole = r#"{"visitor":{"token":"t"}}"#;
    for (content_type, body, hint) in [
        ("application/json", &whole[..10], "line 1 column 10"),
        ("application/json", "", "empty"),
        ("text/plain", whole, "content-type: application/json"),
        ("application/x-www-form-urlencoded", whole, "content-type: application/json"),
    ] {
        let rejected = server.call("POST", REGISTER, &[("content-type", content_type)], Some(body.to_owned())).await;
        assert_eq!(rejected.error(400)["error"], "Match error: Missing key 'visitor'");
        let given = rejected.header("x-livechat-mock-hint").unwrap();
        assert!(given.contains(hint), "{given}");
    }
    server
        .call("POST", REGISTER, &[("content-type", "Application/JSON; charset=utf-8")], Some(whole.to_owned()))
        .await
        .ok();
}

pub(super) async fn a_department_is_found_by_id_and_by_name(transport: Transport) {
    for (version, rejection) in [
        (
            ServerVersion::V7_0,
            json!({
                "success": false,
                "error": "The provided department is invalid [error-invalid-department]",
                "errorType": "error-invalid-department",
            }),
        ),
        (ServerVersion::V8_5, json!({"success": false, "error": "error-invalid-department"})),
    ] {
        let server = Setup::empty().version(version).start(transport).await;
        server.world(|world| world.add_department(Department::new("d1", "Sales")));
        for department in ["d1", "Sales"] {
            let visitor = server.register(json!({"token": "t", "department": department})).await.ok();
            assert_eq!(visitor["visitor"]["department"], "d1");
        }
        let rejected = server.register(json!({"token": "u", "department": "Support"})).await;
        assert_eq!(rejected.error(400), rejection);
        assert_eq!(server.world(|world| world.visitors().count()), 1, "nothing was stored");
    }
}

pub(super) async fn an_address_is_checked_by_old_servers_alone(transport: Transport) {
    let old = Setup::empty().version(ServerVersion::V7_0).start(transport).await;
    let expected = json!({
        "success": false,
        "error": "Invalid email nonsense [error-invalid-email]",
        "errorType": "error-invalid-email",
        "details": {"function": "Livechat.validateEmail", "email": "nonsense"},
    });
    assert_eq!(old.register(json!({"token": "t", "email": "nonsense"})).await.error(400), expected);
    let new = empty(transport).await;
    let stored = new.register(json!({"token": "t", "email": "nonsense"})).await.ok();
    assert_eq!(stored["visitor"]["visitorEmails"], json!([{"address": "nonsense"}]));
}

pub(super) async fn custom_fields_are_written_where_they_are_defined(transport: Transport) {
    let server = empty(transport).await;
    define(&server, "address", CustomFieldScope::Visitor);
    define(&server, "topic", CustomFieldScope::Room);
    let fields = |keys: &[&str]| -> Value {
        keys.iter().map(|key| json!({"key": key, "value": "x", "overwrite": true})).collect()
    };
    let ignored = server.register(json!({"token": "t", "customFields": fields(&["topic", "colour"])})).await.ok();
    assert!(ignored["visitor"].get("livechatData").is_none());
    let written = server.register(json!({"token": "t", "customFields": fields(&["address", "colour"])})).await.ok();
    assert_eq!(written["visitor"]["livechatData"], json!({"address": "x"}));
}

pub(super) async fn a_custom_field_may_leave_a_value_alone(transport: Transport) {
    for (version, kept) in [(ServerVersion::V7_0, json!("")), (ServerVersion::V8_5, json!("second"))] {
        let server = Setup::empty().version(version).start(transport).await;
        define(&server, "empty", CustomFieldScope::Visitor);
        define(&server, "full", CustomFieldScope::Visitor);
        define(&server, "new", CustomFieldScope::Visitor);
        let write = async |key: &str, value: &str, overwrite: bool| {
            let field = json!({"key": key, "value": value, "overwrite": overwrite});
            server.register(json!({"token": "t", "customFields": [field]})).await.ok()["visitor"]["livechatData"]
                .clone()
        };
        write("empty", "", true).await;
        write("full", "first", true).await;
        assert_eq!(write("full", "second", false).await["full"], "first");
        assert_eq!(write("new", "second", false).await["new"], "second");
        // What counts as a value differs.
        assert_eq!(write("empty", "second", false).await["empty"], kept);
        assert_eq!(write("full", "third", true).await, json!({"empty": kept, "full": "third", "new": "second"}));
    }
}

pub(super) async fn newer_servers_want_all_required_fields(transport: Transport) {
    let field = json!([{"key": "address", "value": "x", "overwrite": true}]);
    for (version, status) in [(ServerVersion::V7_0, 200), (ServerVersion::V8_5, 400)] {
        let server = Setup::empty().version(version).start(transport).await;
        define(&server, "address", CustomFieldScope::Visitor);
        server.world(|world| {
            for key in ["a", "b"] {
                world.add_custom_field(CustomField::new(key, CustomFieldScope::Visitor).required(true));
            }
        });
        server.register(json!({"token": "t"})).await.ok();
        let answer = server.register(json!({"token": "u", "customFields": field})).await;
        assert_eq!(answer.status, status);
        if status == 400 {
            let expected = json!({"success": false, "error": "Missing required custom fields: a, b"});
            assert_eq!(answer.json(), expected);
        }
        server.get("/api/v1/livechat/visitor/u").await.ok();
    }
}

pub(super) async fn old_servers_lose_the_fields_of_a_visitor_found_by_phone_number(transport: Transport) {
    let field = json!([{"key": "address", "value": "x", "overwrite": true}]);
    for (version, data) in [(ServerVersion::V7_0, None), (ServerVersion::V8_5, Some(json!({"address": "x"})))] {
        let server = Setup::empty().version(version).start(transport).await;
        define(&server, "address", CustomFieldScope::Visitor);
        server.register(json!({"token": "old", "phone": "1"})).await.ok();
        let found = server.register(json!({"token": "new", "phone": "1", "customFields": field})).await.ok();
        assert_eq!(found["visitor"].get("livechatData"), data.as_ref());
    }
}

pub(super) async fn open_rooms_take_on_the_name(transport: Transport) {
    let server = empty(transport).await;
    server.register(json!({"token": "t"})).await.ok();
    let (open, closed) = server.world(|world| {
        let guest = world.visitor_by_token("t").unwrap().id.clone();
        let now = "2026-01-01T00:00:00.000Z".parse().unwrap();
        let closed = world.open_room(&guest, now).unwrap();
        world.modify_room(&closed, |room| room.open = None);
        (world.open_room(&guest, now).unwrap(), closed)
    });
    server.register(json!({"token": "t", "name": "Ann"})).await.ok();
    let name = |room| server.world(|world| world.room(room).unwrap().display_name.clone());
    assert_eq!(name(&open).as_deref(), Some("Ann"));
    assert_eq!(name(&closed).as_deref(), Some("guest-2"));
}

pub(super) async fn old_servers_collect_what_the_browser_tells(transport: Transport) {
    for (version, setting, stored) in
        [(ServerVersion::V7_0, true, true), (ServerVersion::V7_0, false, false), (ServerVersion::V8_5, true, false)]
    {
        let server = Setup::empty().version(version).start(transport).await;
        let name = "Livechat_Allow_collect_and_store_HTTP_header_informations";
        server.world(|world| world.set_setting(name, setting)).unwrap();
        let headers = [("content-type", "application/json"), ("user-agent", "Test/1"), ("host", "localhost")];
        // Over HTTP there is a host already.
        let headers = if matches!(transport, Transport::InProcess) { &headers[..] } else { &headers[..2] };
        let body = r#"{"visitor":{"token":"t"}}"#.to_owned();
        let visitor = server.call("POST", REGISTER, headers, Some(body)).await.ok()["visitor"].clone();
        let expected = stored.then(|| ["Test/1", "127.0.0.1", "localhost"].map(Value::from));
        let given = ["userAgent", "ip", "host"].map(|key| visitor.get(key).cloned());
        assert_eq!(given, expected.map_or([None, None, None], |values| values.map(Some)));
    }
}
