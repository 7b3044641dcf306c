//! What newcomers type, and whether the hint names first what they meant.

use bytes::Bytes;
use http::Request;
use livechat_mock::{Account, Engine, World};
use livechat_sdk::Timestamp;

/// Who asks.
#[derive(Clone, Copy)]
enum As {
    Nobody,
    Admin,
    /// Logged in, without any role.
    User,
}
use As::{Admin, Nobody, User};

/// Method and path, what the hint has to say, and that before any other path or word of the kind.
const PATHS: [(&str, &str, &str); 67] = [
    ("GET", "/livechat/visitor/t", "GET /api/v1/livechat/visitor/{token}"),
    ("GET", "/api/livechat/visitor/t", "GET /api/v1/livechat/visitor/{token}"),
    ("GET", "/api/v2/livechat/visitor/t", "GET /api/v1/livechat/visitor/{token}"),
    ("GET", "/v1/livechat/visitor/t", "GET /api/v1/livechat/visitor/{token}"),
    ("GET", "/visitor/t", "GET /api/v1/livechat/visitor/{token}"),
    ("GET", "/api/v1/visitor/t", "GET /api/v1/livechat/visitor/{token}"),
    ("GET", "/api/v1/livechat/Visitor/t", "GET /api/v1/livechat/visitor/{token}"),
    ("GET", "/api/v1/livechat/visitors/t", "GET /api/v1/livechat/visitor/{token}"),
    ("GET", "/api/v1/livechat/vistor/t", "GET /api/v1/livechat/visitor/{token}"),
    ("GET", "/api/v1/livechat//visitor/t", "GET /api/v1/livechat/visitor/{token}"),
    ("GET", "/api/v1/livechat/visitor/", "GET /api/v1/livechat/visitor/{token}"),
    ("GET", "/api/v1/livechat/visitor", "other methods: POST"),
    ("PUT", "/api/v1/livechat/visitor", "other methods: POST"),
    ("PATCH", "/api/v1/livechat/visitor", "other methods: POST"),
    ("POST", "/api/v1/livechat/visitors", "POST /api/v1/livechat/visitor"),
    ("POST", "/api/v1/livechat/register", "POST /api/v1/livechat/visitor"),
    ("GET", "/api/v1/livechat/visitors", "GET /api/v1/livechat/visitors.search"),
    ("GET", "/api/v1/livechat/visitor.info", "GET /api/v1/livechat/visitors.info"),
    ("GET", "/api/v1/livechat/visitors.inf", "GET /api/v1/livechat/visitors.info"),
    ("GET", "/api/v1/livechat/visitors/info", "GET /api/v1/livechat/visitors.info"),
    ("GET", "/api/v1/livechat/visitors.pageVisited/r", "GET /api/v1/livechat/visitors.pagesVisited/{roomId}"),
    ("GET", "/api/v1/livechat/visitors.pagesvisited/r", "GET /api/v1/livechat/visitors.pagesVisited/{roomId}"),
    ("GET", "/api/v1/livechat/pagesVisited/r", "GET /api/v1/livechat/visitors.pagesVisited/{roomId}"),
    (
        "GET",
        "/api/v1/livechat/visitors.chatHistory/r/v",
        "GET /api/v1/livechat/visitors.chatHistory/room/{roomId}/visitor/{visitorId}",
    ),
    (
        "GET",
        "/api/v1/livechat/visitors.chathistory/room/r/visitor/v",
        "GET /api/v1/livechat/visitors.chatHistory/room/{roomId}/visitor/{visitorId}",
    ),
    ("GET", "/api/v1/livechat/visitors.autocomplete/", "GET /api/v1/livechat/visitors.autocomplete"),
    ("POST", "/api/v1/livechat/page-visited", "POST /api/v1/livechat/page.visited"),
    ("POST", "/api/v1/livechat/pageVisited", "POST /api/v1/livechat/page.visited"),
    ("POST", "/api/v1/livechat/page.visit", "POST /api/v1/livechat/page.visited"),
    ("GET", "/api/v1/livechat/rooms/r", "GET /api/v1/livechat/rooms"),
    ("GET", "/api/v1/livechat/chats", "GET /api/v1/livechat/rooms"),
    ("GET", "/api/v1/livechat/conversations", "GET /api/v1/livechat/rooms"),
    ("POST", "/api/v1/livechat/room", "other methods: GET"),
    ("POST", "/api/v1/livechat/room.closed", "POST /api/v1/livechat/room.close"),
    ("POST", "/api/v1/livechat/rooms.close", "POST /api/v1/livechat/room.close"),
    ("POST", "/api/v1/livechat/room/close", "POST /api/v1/livechat/room.close"),
    ("POST", "/api/v1/livechat/room.forwards", "POST /api/v1/livechat/room.forward"),
    ("POST", "/api/v1/livechat/room.onhold", "POST /api/v1/livechat/room.onHold"),
    ("GET", "/api/v1/livechat/room.join/r", "GET /api/v1/livechat/room.join"),
    ("GET", "/api/v1/livechat/inquiries", "GET /api/v1/livechat/inquiries.list"),
    ("GET", "/api/v1/livechat/inquiries.queued", "GET /api/v1/livechat/inquiries.queuedForUser"),
    ("GET", "/api/v1/livechat/inquiry.list", "GET /api/v1/livechat/inquiries.list"),
    ("POST", "/api/v1/livechat/inquiry.take", "POST /api/v1/livechat/inquiries.take"),
    ("GET", "/api/v1/livechat/agents", "GET /api/v1/livechat/users/{type}"),
    ("GET", "/api/v1/livechat/managers", "GET /api/v1/livechat/users/{type}"),
    ("GET", "/api/v1/livechat/agents/ann", "GET /api/v1/livechat/users/{type}/{_id}"),
    ("GET", "/api/v1/livechat/departments", "GET /api/v1/livechat/department"),
    ("POST", "/api/v1/livechat/departments", "POST /api/v1/livechat/department"),
    ("GET", "/api/v1/livechat/departments/d", "GET /api/v1/livechat/department/{_id}"),
    ("POST", "/api/v1/livechat/sendMessage", "POST /api/v1/livechat/message"),
    ("POST", "/api/v1/livechat/message.send", "POST /api/v1/livechat/message"),
    ("GET", "/api/v1/livechat/message", "other methods: POST"),
    ("GET", "/api/v1/livechat/history/r", "GET /api/v1/livechat/messages.history/{rid}"),
    ("GET", "/api/v1/livechat/messages.history", "GET /api/v1/livechat/messages.history/{rid}"),
    ("GET", "/api/v1/livechat/message.history/r", "GET /api/v1/livechat/messages.history/{rid}"),
    ("GET", "/api/v1/livechat/configuration", "GET /api/v1/livechat/config"),
    ("GET", "/api/v1/livechat/custom-field", "GET /api/v1/livechat/custom-fields"),
    ("GET", "/api/v1/livechat/customFields", "GET /api/v1/livechat/custom-fields"),
    ("POST", "/api/v1/livechat/customField", "POST /api/v1/livechat/custom.field"),
    ("GET", "/api/v1/livechat/trigger", "GET /api/v1/livechat/triggers"),
    ("GET", "/api/v1/livechat/contacts", "/api/v1/omnichannel/contacts"),
    ("POST", "/api/v1/livechat/offline-message", "POST /api/v1/livechat/offline.message"),
    ("POST", "/api/v1/livechat/transcripts", "POST /api/v1/livechat/transcript"),
    ("POST", "/api/v1/livechat/uploads/r", "POST /api/v1/livechat/upload/{rid}"),
    ("GET", "/api/v1/livechat/agent.next", "GET /api/v1/livechat/agent.next/{token}"),
    ("GET", "/api/v1/livechat/webhook", "POST /api/v1/livechat/webhook.test"),
    ("POST", "/api/v1/log-in", "POST /api/v1/login"),
];

const TOKEN: &str = "iNKE8a6k6cjbqWhWd";
const JSON: &str = "application/json";

/// Who asks, method and path, content type and body, and what the hint has to say.
const REQUESTS: [(As, &str, &str, &str, &str, &str); 42] = [
    (Nobody, "GET", "/api/v1/livechat/visitors.info?visitorId=v", "", "", "X-User-Id and X-Auth-Token"),
    (User, "GET", "/api/v1/livechat/visitors.info?visitorId=v", "", "", "permission view-l-room"),
    (Nobody, "GET", "/api/v1/livechat/visitor/sGtcfEYz852uguxaS", "", "", "given is a visitor's id"),
    (Nobody, "GET", "/api/v1/livechat/visitor/:token", "", "", "placeholder of the documentation"),
    (Nobody, "GET", "/api/v1/livechat/visitor/visitor-token", "", "", "placeholder of the documentation"),
    (Admin, "GET", "/api/v1/livechat/visitors.info?visitorId=iNKE8a6k6cjbqWhWd", "", "", "given is a visitor's token"),
    (Admin, "GET", "/api/v1/livechat/visitors.info?visitorId=visitor-id", "", "", "placeholder of the documentation"),
    (Admin, "GET", "/api/v1/livechat/visitors.info?visitorid=v", "", "", "visitorid is probably meant for visitorId"),
    (Admin, "GET", "/api/v1/livechat/visitors.info?_id=v", "", "", "_id is probably meant for visitorId"),
    (Admin, "GET", "/api/v1/livechat/visitors.info?visitor_id=v", "", "", "visitor_id is probably meant for visitorId"),
    (
        Admin,
        "GET",
        "/api/v1/livechat/visitors.info?visitorId=v&fields={}",
        "",
        "",
        "about the argument fields; it takes",
    ),
    (Nobody, "POST", "/api/v1/livechat/visitor", JSON, r#"{"token":"t"}"#, "inside of visitor"),
    (Nobody, "POST", "/api/v1/livechat/visitor", JSON, r#"{"visitor":{"token":"t"}"#, "not JSON"),
    (Nobody, "POST", "/api/v1/livechat/visitor", "", r#"{"visitor":{"token":"t"}}"#, "content-type: application/json"),
    (
        Nobody,
        "POST",
        "/api/v1/livechat/visitor",
        "application/x-www-form-urlencoded",
        r#"{"visitor":{"token":"t"}}"#,
        "content-type: application/json",
    ),
    (Nobody, "POST", "/api/v1/livechat/visitor", JSON, "", "the body is empty"),
    // These succeed: a body that cannot be read is none to servers, and nothing in it is required.
    (Admin, "POST", "/api/v1/livechat/rooms.removeAllClosedRooms", JSON, r#"{"departmentIds":["#, "not JSON"),
    (
        Admin,
        "POST",
        "/api/v1/users.setStatus",
        "",
        r#"{"status":"busy","message":""}"#,
        "content-type: application/json",
    ),
    (
        Nobody,
        "POST",
        "/api/v1/livechat/visitor",
        JSON,
        r#"{"visitor":{"token":"t","customFields":[{"key":"adress","value":"here","overwrite":true}]}}"#,
        "shows no custom field adress for visitors",
    ),
    (Admin, "POST", "/api/v1/livechat/agent.status", JSON, r#"{"status":"online"}"#, "one of available, not-available"),
    (
        Admin,
        "POST",
        "/api/v1/livechat/custom-fields.save",
        JSON,
        r#"{"customFieldData":{"field":"f","label":"l","scope":"contact","visibility":"visible"}}"#,
        "one of visitor, room",
    ),
    (
        Admin,
        "POST",
        "/api/v1/livechat/triggers",
        JSON,
        r#"{"name":"n","description":"d","enabled":true,"runOnce":false,"conditions":[{"name":"time","value":"5"}],"actions":[]}"#,
        "one of",
    ),
    (Admin, "GET", "/api/v1/livechat/users/agents", "", "", "agent or manager"),
    (Admin, "GET", "/api/v1/livechat/rooms?sort=ts", "", "", "JSON object of field names"),
    (Admin, "GET", "/api/v1/livechat/rooms?sort=%7B%22ts%22:%22desc%22%7D", "", "", "1 or -1"),
    (Admin, "GET", "/api/v1/livechat/rooms?count=all", "", "", "about the argument count"),
    (Admin, "GET", "/api/v1/livechat/rooms?offset=-1", "", "", "whole number"),
    (Admin, "GET", "/api/v1/livechat/rooms?tags[0]=x", "", "", "a list is written tags[]=a"),
    (Admin, "GET", "/api/v1/livechat/rooms?customFields=x", "", "", "JSON object"),
    (Admin, "GET", "/api/v1/livechat/rooms?createdAt=%7B%22start%22:%22today%22%7D", "", "", "date and time"),
    (Admin, "GET", "/api/v1/livechat/rooms?agent=x", "", "", "agents is probably meant"),
    (Admin, "GET", "/api/v1/livechat/rooms?limit=5", "", "", "about the argument limit; it takes"),
    (Admin, "GET", "/api/v1/livechat/visitors.pagesVisited/room-id", "", "", "placeholder of the documentation"),
    (Nobody, "POST", "/api/v1/livechat/room.close", JSON, r#"{"roomId":"r","token":"t"}"#, "meant for rid"),
    (Nobody, "POST", "/api/v1/livechat/message", JSON, r#"{"token":"t","rid":"r","message":"m"}"#, "meant for msg"),
    (Nobody, "POST", "/api/v1/livechat/message", JSON, r#"{"token":"t","roomId":"r","msg":"m"}"#, "meant for rid"),
    (
        Nobody,
        "POST",
        "/api/v1/livechat/message",
        JSON,
        r#"{"token":"iNKE8a6k6cjbqWhWd","rid":"nowhere","msg":"m"}"#,
        "nothing here has this as a room's id",
    ),
    (
        Nobody,
        "POST",
        "/api/v1/livechat/message",
        JSON,
        r#"{"token":"iNKE8a6k6cjbqWhWd","rid":"sGtcfEYz852uguxaS","msg":"m"}"#,
        "given is a visitor's id",
    ),
    (Nobody, "POST", "/api/v1/livechat/page.visited", JSON, r#"{"token":"t","pageinfo":{}}"#, "meant for pageInfo"),
    (Nobody, "POST", "/api/v1/livechat/upload/r", JSON, "{}", "x-visitor-token"),
    (Admin, "POST", "/api/v1/livechat/users/agent", JSON, r#"{"username":"w6YjbdZHjghjfNBAg"}"#, "not the id"),
    (
        Admin,
        "POST",
        "/api/v1/livechat/department",
        JSON,
        r#"{"department":{"enabled":true}}"#,
        "about the argument department",
    ),
];

/// The engine of the documentation's world, and what it makes of a request.
fn hint(engine: &mut Engine, who: As, method: &str, target: &str, content_type: &str, body: &'static str) -> String {
    let mut request = Request::builder().method(method).uri(target.replace('{', "%7B").replace('}', "%7D"));
    let world = engine.world_mut().unwrap();
    let login = match who {
        Nobody => None,
        Admin => Some(world.administrator().clone()),
        User => Some(world.add_user(Account::new("somebody", "s3cret"))),
    };
    if let Some(user) = login {
        let token = world.log_in(&user).unwrap();
        request = request.header("x-user-id", user.as_str()).header("x-auth-token", token.expose());
    }
    if !content_type.is_empty() {
        request = request.header("content-type", content_type);
    }
    let request = request.body(Bytes::from_static(body.as_bytes())).unwrap();
    let response = engine.handle(&request, [127, 0, 0, 1].into(), Timestamp::from_millis(1_767_225_600_000)).response;
    let hint = response.headers().get("x-livechat-mock-hint").map(|hint| hint.to_str().unwrap().to_owned());
    hint.unwrap_or_else(|| format!("no hint with {}: {:?}", response.status(), response.body()))
}

#[test]
fn what_was_meant_is_named() {
    let mut engine = Engine::stateful(World::documented());
    let mut wrong = Vec::new();
    for (method, path, meant) in PATHS {
        let given = hint(&mut engine, Nobody, method, path, "", "");
        // Of the paths that a hint names, the first is what counts, and all of it.
        let named = given.split_once(meant).is_some_and(|(before, after)| {
            !before.contains("/api/v1/l") && !before.contains("/api/v1/o") && !after.starts_with(['.', '/', '{'])
        });
        if !named {
            wrong.push(format!("{method} {path} is not named {meant}: {given}"));
        }
    }
    for (who, method, target, content_type, body, meant) in REQUESTS {
        let given = hint(&mut engine, who, method, target, content_type, body);
        if !given.contains(meant) {
            wrong.push(format!("{method} {target} {body} is not explained by {meant:?}: {given}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_hint_tells_a_value() {
    let mut engine = Engine::stateful(World::documented());
    for (method, target, body) in [
        ("GET", "/api/v1/livechat/visitor/s3cret", ""),
        ("GET", "/api/v1/livechat/nothing/s3cret", ""),
        ("GET", "/s3cret", ""),
        ("POST", "/api/v1/livechat/agent.status", r#"{"status":"s3cret"}"#),
    ] {
        for who in [Nobody, Admin] {
            let given = hint(&mut engine, who, method, target, JSON, body);
            assert!(!given.contains("s3cret") && !given.contains(TOKEN), "{given}");
        }
    }
}
