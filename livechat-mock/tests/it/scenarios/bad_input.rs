//! What is not as the server takes it. It says so, and goes on.

use livechat_mock::ServerVersion;
use serde_json::{Value, json};

use super::{Server, Setup, Transport, rooms};

const ROOMS: &str = "/api/v1/livechat/rooms";
const MESSAGE: &str = "/api/v1/livechat/message";

async fn with_room(transport: Transport) -> (Server, String) {
    let (server, _) = rooms::with_agent(transport).await;
    let room = rooms::id(&rooms::open(&server, "t").await).to_string();
    (server, room)
}

/// Asks for rooms with this query, as the administrator.
async fn total(server: &Server, query: &str) -> Value {
    server.get_as(&server.admin(), &format!("{ROOMS}?{query}")).await.ok()["total"].clone()
}

pub(super) async fn lists_and_objects_in_a_query_have_one_form(transport: Transport) {
    let (server, _) = with_room(transport).await;
    for query in [
        "agents[]=x&agents[]=y",
        "agents=x&agents=y",
        "agents%5B%5D=x",
        "tags[]=",
        "customFields=%7B%22a%22%3A%22b%22%7D",
    ] {
        assert_eq!(total(&server, query).await, json!(0), "{query}");
    }
    for query in ["agents[0]=x", "agents[a]=x", "customFields[a]=b", "createdAt[start]=2026-01-01", "sort[ts]=1"] {
        let answer = server.get_as(&server.admin(), &format!("{ROOMS}?{query}")).await;
        assert_eq!(answer.error(400)["errorType"], "invalid-params", "{query}");
        let name = query.split_once('[').unwrap().0;
        let hint = answer.header("x-livechat-mock-hint").unwrap();
        assert!(hint.contains(&format!("a list is written {name}[]=a")), "{hint}");
    }
    for (query, error) in [
        ("customFields=%5B1%5D", "The \"customFields\" query parameter must be a valid JSON."),
        ("customFields=%7B", "The \"customFields\" query parameter must be a valid JSON."),
        ("closedAt=soon", "Unexpected token in JSON"),
        ("createdAt=%7B%22start%22", "Unexpected end of JSON input"),
        ("createdAt=%7B%22start%22%3A%22soon%22%7D", "The \"createdAt.start\" query parameter must be a valid date."),
        ("sort=%5B%5D", "Invalid sort parameter provided: \"[]\" [error-invalid-sort]"),
        ("sort=%7B%22ts%22%3A2%7D", "Invalid sort parameter provided: \"{\"ts\":2}\" [error-invalid-sort]"),
    ] {
        let rejected = server.get_as(&server.admin(), &format!("{ROOMS}?{query}")).await.error(400);
        assert_eq!(rejected["error"], error, "{query}");
    }
    assert_eq!(total(&server, "").await, json!(1));
}

pub(super) async fn a_value_in_a_query_is_of_its_kind(transport: Transport) {
    let (server, _) = with_room(transport).await;
    for query in ["count=x", "offset=-1", "open=true&open=false", "count=1&count=2", "nobody=asked", "%FF=1"] {
        let answer = server.get_as(&server.admin(), &format!("{ROOMS}?{query}")).await;
        answer.error(400);
        assert!(answer.header("x-livechat-mock-hint").is_some(), "{query}");
    }
    assert_eq!(total(&server, "count=1&offset=0").await, json!(1));
}

pub(super) async fn newer_servers_refuse_a_query_that_cannot_be_decoded(transport: Transport) {
    for (version, is_refused) in
        [(ServerVersion::V7_13, false), (ServerVersion::V8_0, true), (ServerVersion::V8_8, true)]
    {
        let server = Setup::empty().version(version).start(transport).await;
        for query in ["roomName=100%", "roomName=%zz", "roomName=%C3", "%FF=1"] {
            let answer = server.get_as(&server.admin(), &format!("{ROOMS}?{query}")).await;
            let told = (answer.status == 400).then(|| answer.json()["error"].clone());
            assert_eq!(told == Some(json!("Invalid query parameters")), is_refused, "{version} {query}: {told:?}");
        }
        // A body does not make up for it.
        let answer = server.post("/api/v1/livechat/visitor?x=%", json!({"visitor": {"token": "t"}})).await;
        assert_eq!(answer.status == 400, is_refused, "{version}");
    }
}

pub(super) async fn a_body_is_an_object(transport: Transport) {
    let (server, room) = with_room(transport).await;
    let json = [("content-type", "application/json")];
    for (body, error) in [
        ("", "must have required property 'token' [invalid-params]"),
        ("{}", "must have required property 'token' [invalid-params]"),
        ("null", "must be object [invalid-params]"),
        ("[]", "must be object [invalid-params]"),
        ("\"text\"", "must be object [invalid-params]"),
    ] {
        let rejected = server.call("POST", MESSAGE, &json, Some(body.to_owned())).await.error(400);
        assert_eq!(rejected["error"], error, "{body}");
    }
    server.post(MESSAGE, json!({"token": "t", "rid": room, "msg": "Hello"})).await.ok();
}

pub(super) async fn a_message_may_be_long(transport: Transport) {
    let (server, room) = with_room(transport).await;
    let long = "ä".repeat(1 << 18);
    let message = json!({"token": "t", "rid": room, "msg": long});
    assert_eq!(server.post(MESSAGE, message.clone()).await.ok()["message"]["msg"], *long);
    server.world(|world| world.set_setting("Livechat_enable_message_character_limit", true)).unwrap();
    let rejected = server.post(MESSAGE, message).await.error(400);
    assert_eq!(rejected["error"], "message-length-exceeds-character-limit");
    let history = server.get(&format!("/api/v1/livechat/messages.history/{room}?token=t")).await.ok();
    assert_eq!(history["messages"][0]["msg"], *long);
}

pub(super) async fn a_body_beyond_the_limit_is_not_read(transport: Transport) {
    let (server, _) = with_room(transport).await;
    let json = [("content-type", "application/json")];
    for (size, status) in [(1 << 20, 400), ((1 << 20) + 1, 413)] {
        let answer = server.call("POST", MESSAGE, &json, Some("{".repeat(size))).await;
        answer.error(status);
        assert_eq!(
            answer.header("x-livechat-mock-hint").unwrap().contains("larger than the 1048576 bytes"),
            status == 413
        );
    }
}
