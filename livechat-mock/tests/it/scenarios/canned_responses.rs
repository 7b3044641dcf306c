//! Canned responses, who sees which, and the placeholders in messages.

use livechat_mock::Account;
use livechat_sdk::model::{CannedResponse, CannedResponseScope, Department, Tag, Unit, VisitorEmail, VisitorPhone};
use serde_json::{Value, json};

use super::{
    Server, Setup, Transport,
    server::Login,
    staff::{post, with_queue},
};

const CANNED: &str = "/api/v1/canned-responses";
const NOW: &str = "2026-01-01T00:00:00.000Z";

async fn save(server: &Server, login: &Login, body: Value) -> super::server::Answer {
    server.post_as(login, CANNED, body).await
}

/// The shortcuts of a list.
async fn shortcuts(server: &Server, login: &Login, query: &str) -> Value {
    let list = server.get_as(login, &format!("{CANNED}{query}")).await.ok();
    let items = list.get("cannedResponses").unwrap_or(&list["responses"]).as_array().unwrap();
    items.iter().map(|response| response["shortcut"].clone()).collect()
}

fn agent(server: &Server, name: &str, role: &str) -> Login {
    let user = server.world(|world| world.add_user(Account::new(name, "password").id(name).role(role)));
    server.login(&user)
}

pub(super) async fn a_response_is_saved_read_and_deleted(transport: Transport) {
    let server = Setup::empty().start(transport).await;
    let ann = agent(&server, "ann", "livechat-agent");
    let body = json!({"shortcut": "hi", "text": "Hello", "scope": "user", "tags": ["a"], "departmentId": "sales"});
    assert_eq!(save(&server, &ann, body).await.ok(), json!({"success": true}));
    let list = server.get_as(&ann, CANNED).await.ok();
    let id = list["cannedResponses"][0]["_id"].as_str().unwrap().to_owned();
    let own = json!({
        "_id": id,
        "shortcut": "hi",
        "text": "Hello",
        "scope": "user",
        "tags": ["a"],
        "userId": "ann",
        "createdBy": {"_id": "ann", "username": "ann"},
        "_createdAt": NOW,
        "_updatedAt": NOW,
    });
    assert_eq!(list, json!({"cannedResponses": [own], "count": 1, "offset": 0, "total": 1, "success": true}));
    let one = format!("{CANNED}/{id}");
    assert_eq!(server.get_as(&ann, &one).await.ok(), json!({"cannedResponse": own, "success": true}));
    // An update takes it from its owner.
    server.advance(60);
    let body = json!({"_id": id, "shortcut": "hi", "text": "Hello there", "scope": "user"});
    save(&server, &ann, body).await.ok();
    let unknown = json!({"success": false, "error": "Resource not found"});
    assert_eq!(server.get_as(&ann, &one).await.error(404), unknown);
    let kept = server.get_as(&server.admin(), &one).await.ok()["cannedResponse"].clone();
    let expected = json!({
        "_id": id,
        "shortcut": "hi",
        "text": "Hello there",
        "scope": "user",
        "createdBy": {"_id": "ann", "username": "ann"},
        "_createdAt": NOW,
        "_updatedAt": "2026-01-01T00:01:00.000Z",
    });
    assert_eq!(kept, expected);
    let delete = async |path: &str, body: Value| server.ask_as(&ann, "DELETE", path, body).await;
    assert_eq!(delete(&one, json!({})).await.ok(), json!({"success": true}));
    let gone = json!({
        "success": false,
        "error": "Canned Response not found [error-canned-response-not-found]",
        "errorType": "error-canned-response-not-found",
        "details": {"method": "removeCannedResponse"},
    });
    assert_eq!(delete(&one, json!({})).await.error(400), gone);
    // The older form has the id in the body.
    server.world(|world| world.add_canned_response(CannedResponse::new("old").shortcut("old")));
    let missing = delete(CANNED, json!({})).await.error(400);
    assert_eq!(missing["error"], "must have required property '_id' [invalid-params]");
    let additional = delete(CANNED, json!({"_id": "old", "colour": "red"})).await.error(400);
    assert_eq!(additional["error"], "must NOT have additional properties [invalid-params]");
    assert_eq!(delete(CANNED, json!({"_id": "old"})).await.ok(), json!({"success": true}));
    assert_eq!(delete(CANNED, json!({"_id": "old"})).await.error(400), gone);
}

pub(super) async fn a_response_is_refused_with_reason(transport: Transport) {
    let server = Setup::empty().start(transport).await;
    let (ann, monitor) = (agent(&server, "ann", "livechat-agent"), agent(&server, "monitor", "livechat-monitor"));
    let (admin, nobody) = (server.admin(), agent(&server, "nobody", "user"));
    server.world(|world| {
        world.add_department(Department::new("sales", "Sales"));
        world.add_canned_response(CannedResponse::new("taken").shortcut("taken").scope(CannedResponseScope::User))
    });
    let body = |scope: &str, change: Value| {
        super::server::with(json!({"shortcut": "hi", "text": "Hello", "scope": scope}), change)
    };
    let none = json!({});
    for (login, body, reason, code) in [
        (
            &ann,
            body("global", none.clone()),
            "Not allowed to modify canned responses on *global* scope",
            "error-not-allowed",
        ),
        (
            &monitor,
            body("global", none.clone()),
            "Not allowed to modify canned responses on *global* scope",
            "error-not-allowed",
        ),
        (
            &ann,
            body("department", none.clone()),
            "Not allowed to modify canned responses on *department* scope",
            "error-not-allowed",
        ),
        (
            &ann,
            body("user", json!({"shortcut": "taken"})),
            "Shortcut provided already exists",
            "error-invalid-shortcut",
        ),
        (&monitor, body("department", none.clone()), "Invalid department", "error-invalid-department"),
        (&admin, body("global", json!({"departmentId": "none"})), "Invalid department", "error-invalid-department"),
        (&ann, body("user", json!({"_id": "none"})), "Canned Response not found", "error-canned-response-not-found"),
    ] {
        let expected = json!({
            "success": false,
            "error": format!("{reason} [{code}]"),
            "errorType": code,
            "details": {"method": "saveCannedResponse"},
        });
        assert_eq!(save(&server, login, body.clone()).await.error(400), expected, "{body}");
    }
    let missing = save(&server, &ann, json!({"shortcut": "a"})).await.error(400);
    assert_eq!(missing["error"], "must have required property 'text' [invalid-params]");
    save(&server, &monitor, body("department", json!({"departmentId": "sales"}))).await.ok();
    save(&server, &nobody, body("user", none)).await.error(403);
    server.get_as(&nobody, CANNED).await.error(403);
    server.get_as(&nobody, &format!("{CANNED}.get")).await.error(403);
    server.ask_as(&nobody, "DELETE", &format!("{CANNED}/taken"), json!({})).await.error(403);
    let unknown = server.get_as(&ann, &format!("{CANNED}?fields=%7B%7D")).await.error(400);
    assert_eq!(unknown["error"], "must NOT have additional properties [invalid-params]");
}

pub(super) async fn responses_are_shown_to_those_who_use_them(transport: Transport) {
    let server = Setup::empty().start(transport).await;
    let (ann, monitor) = (agent(&server, "ann", "livechat-agent"), agent(&server, "monitor", "livechat-monitor"));
    let admin = server.admin();
    server.world(|world| {
        for department in ["sales", "support"] {
            world.add_department(Department::new(department, department).enabled(false));
            let response =
                CannedResponse::new("").shortcut(department).text("Of a department").tags(vec!["a".to_owned()]);
            world.add_canned_response(response.scope(CannedResponseScope::Department).department_id(department));
        }
        world.add_department_agent("sales", "ann");
        let unit = world.add_unit(Unit::new("", "Back office"));
        world.add_unit_monitor(&unit, "monitor");
        world.set_department_unit("support", Some(&unit));
        for user in ["ann", "admin"] {
            let response = CannedResponse::new("").shortcut(format!("own-{user}")).text("Mine");
            world.add_canned_response(response.scope(CannedResponseScope::User).user_id(user));
        }
        world.add_canned_response(CannedResponse::new("").shortcut("all").scope(CannedResponseScope::Global));
        world.add_canned_response(CannedResponse::new("").shortcut("odd").scope(CannedResponseScope::from("hi")));
    });
    let everything = json!(["all", "odd", "own-admin", "own-ann", "sales", "support"]);
    assert_eq!(shortcuts(&server, &admin, "").await, everything);
    assert_eq!(shortcuts(&server, &admin, ".get").await, json!(["sales", "support", "own-admin", "all"]));
    assert_eq!(shortcuts(&server, &ann, "").await, json!(["all", "own-ann", "sales"]));
    assert_eq!(shortcuts(&server, &ann, ".get").await, json!(["sales", "own-ann", "all"]));
    assert_eq!(shortcuts(&server, &monitor, "").await, json!(["all", "support"]));
    // Whoever asks for a department sees what is kept for it.
    assert_eq!(shortcuts(&server, &ann, "?departmentId=support").await, json!(["support"]));
    for (query, found) in [
        ("?shortcut=sal", json!([])),
        ("?shortcut=sales", json!(["sales"])),
        ("?text=SAL", json!(["sales"])),
        ("?text=of%20a", json!(["sales", "support"])),
        ("?scope=hi", json!(["odd"])),
        ("?tags[]=b&tags[]=a", json!(["sales", "support"])),
        ("?createdBy=ann", json!([])),
        ("?scope=user&sort=%7B%22shortcut%22:-1%7D", json!(["own-ann", "own-admin"])),
    ] {
        assert_eq!(shortcuts(&server, &admin, query).await, found, "{query}");
    }
    // A tag that is deleted is gone from them.
    let tag = server.world(|world| world.add_tag(Tag::new("").name("a")));
    server.post_as(&admin, "/api/v1/livechat/tags.delete", json!({"id": tag})).await.ok();
    assert_eq!(shortcuts(&server, &admin, "?tags[]=a").await, json!([]));
}

pub(super) async fn placeholders_are_filled_in_where_an_agent_serves(transport: Transport) {
    let (server, ann, room) = with_queue(transport).await;
    server.world(|world| {
        world.modify_user(&ann.user, |ann| ann.name = Some("Ann".to_owned()));
        let visitor = world.room(&room).unwrap().visitor.id.clone().unwrap();
        world.modify_visitor(visitor, |visitor| {
            visitor.emails = vec![VisitorEmail::new("bob@example.com")];
            visitor.phones = vec![VisitorPhone::new("1-555")];
        });
    });
    let text = "{{contact.name}} {{contact.email}} {{contact.phone}} {{agent.name}} {{agent.email}}|{{colour}} {{{agent.name}}";
    let write = async || {
        let body = json!({"token": "t", "rid": room, "msg": text});
        server.post("/api/v1/livechat/message", body).await.ok()["message"]["msg"].clone()
    };
    assert_eq!(write().await, text, "nobody serves yet");
    server.world(|world| world.serve_room(&room, &ann.user, NOW.parse().unwrap()));
    let filled = "Bob bob@example.com 1-555 Ann |{{colour}} {Ann";
    assert_eq!(write().await, filled);
    let message = json!({"message": {"rid": room, "msg": text}});
    let sent = server.post_as(&ann, "/api/v1/chat.sendMessage", message).await.ok();
    assert_eq!(sent["message"]["msg"], filled);
    server.world(|world| world.set_setting("Canned_Responses_Enable", false)).unwrap();
    assert_eq!(write().await, text);
    post(&server, &ann, "room.closeByUser", json!({"rid": room, "comment": "Bye"})).await.ok();
}
