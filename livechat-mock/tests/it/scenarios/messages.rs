//! What a visitor writes, reads, edits and deletes.

use livechat_sdk::{RoomId, UserId};
use serde_json::{Value, json};

use super::{
    Server, Transport,
    rooms::{id, open, with_agent},
};

const MESSAGE: &str = "/api/v1/livechat/message";

async fn with_room(transport: Transport) -> (Server, UserId, RoomId) {
    let (server, ann) = with_agent(transport).await;
    let room = id(&open(&server, "t").await);
    (server, ann, room)
}

async fn write(server: &Server, room: &RoomId, msg: &str) -> Value {
    server.post(MESSAGE, json!({"token": "t", "rid": room, "msg": msg})).await.ok()["message"].clone()
}

pub(super) async fn a_message_is_stored_and_counted(transport: Transport) {
    let (server, ann, room) = with_room(transport).await;
    server.advance(5);
    let message = write(&server, &room, "Hello").await;
    let now = "2026-01-01T00:00:05.000Z";
    let visitor = server.get("/api/v1/livechat/visitor/t").await.ok()["visitor"].clone();
    let expected = json!({
        "_id": message["_id"],
        "rid": room,
        "msg": "Hello",
        "token": "t",
        "alias": "Bob",
        "ts": now,
        "u": {"_id": visitor["_id"], "username": "guest-2", "name": "Bob"},
        "_updatedAt": now,
        "urls": [],
        "mentions": [],
        "channels": [],
    });
    assert_eq!(message, expected);
    assert_eq!(message["_id"].as_str().unwrap().len(), 17);
    server.world(|world| {
        let stored = world.room(&room).unwrap();
        assert_eq!((stored.message_count, stored.last_message_at.unwrap().to_string()), (4, now.to_owned()));
        assert_eq!(stored.last_message.as_ref().unwrap().text, "Hello");
        assert_eq!(stored.visitor.last_message_at.unwrap().to_string(), now);
        assert_eq!(world.inquiry(&room).unwrap().message.as_deref(), Some("Hello"));
        assert_eq!(world.unread(&room, &ann), Some(1));
    });
}

pub(super) async fn an_answer_ends_the_wait(transport: Transport) {
    let (server, ann, room) = with_room(transport).await;
    write(&server, &room, "Hello").await;
    server.advance(30);
    let now = server.clock.now();
    server.world(|world| world.add_agent_message(&room, &ann, "How can I help?", now)).unwrap();
    server.world(|world| {
        let stored = world.room(&room).unwrap();
        assert_eq!(stored.waiting_response, None);
        let response = stored.response_by.as_ref().unwrap();
        assert_eq!((response.id.clone(), response.first_response_at), (ann.clone(), Some(now)));
        assert_eq!(stored.metrics.as_ref().unwrap().response.as_ref().unwrap().first_time, Some(30.0));
        assert_eq!(world.unread(&room, &ann), Some(0));
    });
    let visitor = server.get("/api/v1/livechat/visitor/t").await.ok();
    assert_eq!(visitor["visitor"]["activity"], json!(["2026-01"]));
    write(&server, &room, "Thanks").await;
    assert_eq!(server.world(|world| world.room(&room).unwrap().waiting_response), Some(true));
}

pub(super) async fn the_same_id_is_the_same_message(transport: Transport) {
    let (server, _, room) = with_room(transport).await;
    let body = json!({"_id": "mine", "token": "t", "rid": room, "msg": "Hello"});
    let first = server.post(MESSAGE, body.clone()).await.ok();
    server.advance(5);
    assert_eq!(server.post(MESSAGE, body).await.ok(), first);
    assert_eq!(server.world(|world| world.messages(&room).count()), 4);
}

pub(super) async fn writing_is_refused_with_reason(transport: Transport) {
    let (server, _, room) = with_room(transport).await;
    let rejected = async |body: Value| server.post(MESSAGE, body).await.error(400)["error"].clone();
    assert_eq!(rejected(json!({"token": "nobody", "rid": room, "msg": "x"})).await, "invalid-token");
    assert_eq!(rejected(json!({"token": "t", "rid": "nowhere", "msg": "x"})).await, "invalid-room");
    assert_eq!(
        rejected(json!({"token": "t", "rid": room})).await,
        "must have required property 'msg' [invalid-params]"
    );
    server
        .world(|world| {
            world.set_setting("Livechat_enable_message_character_limit", true)?;
            world.set_setting("Livechat_message_character_limit", 3)
        })
        .unwrap();
    let long = rejected(json!({"token": "t", "rid": room, "msg": "four"})).await;
    assert_eq!(long, "message-length-exceeds-character-limit");
    write(&server, &room, "äöü").await;
    server.post("/api/v1/livechat/room.close", json!({"rid": room, "token": "t"})).await.ok();
    assert_eq!(rejected(json!({"token": "t", "rid": room, "msg": "x"})).await, "room-closed");
}

pub(super) async fn a_message_is_read_edited_and_deleted_by_its_author(transport: Transport) {
    let (server, ann, room) = with_room(transport).await;
    let message = write(&server, &room, "Helo").await;
    let path = format!("{MESSAGE}/{}", message["_id"].as_str().unwrap());
    assert_eq!(server.get(&format!("{path}?token=t&rid={room}")).await.ok()["message"], message);
    server.advance(1);
    let json_header = [("content-type", "application/json")];
    let change = async |method: &str, path: &str, body: Value| {
        server.call(method, path, &json_header, Some(body.to_string())).await
    };
    let edited = change("PUT", &path, json!({"token": "t", "rid": room, "msg": "Hello"})).await.ok();
    assert_eq!(edited["message"]["msg"], "Hello");
    assert_eq!(edited["message"]["editedBy"]["username"], "guest-2");
    assert_eq!(edited["message"]["editedAt"], "2026-01-01T00:00:01.000Z");

    let now = server.clock.now();
    let theirs = server.world(|world| world.add_agent_message(&room, &ann, "mine", now)).unwrap();
    let theirs = format!("{MESSAGE}/{theirs}");
    for method in ["PUT", "DELETE"] {
        let body = if method == "PUT" {
            json!({"token": "t", "rid": room, "msg": "x"})
        } else {
            json!({"token": "t", "rid": room})
        };
        assert_eq!(change(method, &theirs, body.clone()).await.error(400)["error"], "error-action-not-allowed");
        let nothing = change(method, &format!("{MESSAGE}/nothing"), body).await;
        assert_eq!(nothing.error(400)["error"], "invalid-message");
    }

    let deleted = change("DELETE", &path, json!({"token": "t", "rid": room})).await.ok();
    assert_eq!(deleted["message"], json!({"_id": message["_id"], "ts": "2026-01-01T00:00:01.000Z"}));
    assert_eq!(server.get(&format!("{path}?token=t&rid={room}")).await.error(400)["error"], "invalid-message");
    let count = server.world(|world| (world.room(&room).unwrap().message_count, world.messages(&room).count()));
    assert_eq!(count, (4, 4));
}

pub(super) async fn the_history_goes_back_in_time(transport: Transport) {
    let (server, _, room) = with_room(transport).await;
    for number in 0..30 {
        server.advance(1);
        write(&server, &room, &number.to_string()).await;
    }
    let visit = json!({"change": "url", "title": "x", "location": {"href": "https://example.com/"}});
    server.post("/api/v1/livechat/page.visited", json!({"token": "t", "rid": room, "pageInfo": visit})).await.ok();
    let history = async |query: &str| -> Vec<String> {
        let answer = server.get(&format!("/api/v1/livechat/messages.history/{room}?token=t{query}")).await.ok();
        assert_eq!(answer.as_object().unwrap().len(), 2, "messages and success, no counters");
        let text = |message: &Value| message["msg"].as_str().unwrap().to_owned();
        answer["messages"].as_array().unwrap().iter().map(text).collect()
    };
    let newest = history("").await;
    assert_eq!((newest.len(), newest[0].as_str(), newest[19].as_str()), (20, "29", "10"), "without the hidden visit");
    assert_eq!(history("&limit=2&offset=1").await, ["28", "27"]);
    // The end is not part of it.
    assert_eq!(history("&limit=2&end=2026-01-01T00:00:10.000Z").await, ["8", "7"]);
    assert_eq!(history("&ls=2026-01-01T00:00:29.000Z").await, ["29", "28"]);
    for (query, error) in [
        (format!("{room}"), "must have required property 'token' [invalid-params]"),
        (format!("{room}?token=nobody"), "invalid-token"),
        ("nowhere?token=t".to_owned(), "invalid-room"),
    ] {
        let rejected = server.get(&format!("/api/v1/livechat/messages.history/{query}")).await.error(400);
        assert_eq!(rejected["error"], error);
    }
}

pub(super) async fn staff_write_for_a_visitor(transport: Transport) {
    let (server, _, room) = with_room(transport).await;
    let admin = server.admin();
    let body = json!({"visitor": {"token": "t"}, "messages": [{"msg": "one"}, {"msg": "two"}]});
    let headers = [("content-type", "application/json"), admin.headers()[0], admin.headers()[1]];
    let path = "/api/v1/livechat/messages";
    let sent = server.call("POST", path, &headers, Some(body.to_string())).await.ok();
    assert_eq!(sent["messages"][1]["msg"], "two");
    assert_eq!(server.world(|world| world.messages(&room).count()), 5);
    server.post(path, body).await.error(401);
    let guest = json!({"visitor": {"token": "new"}, "messages": [{"msg": "one"}]});
    server.call("POST", path, &headers, Some(guest.to_string())).await.ok();
    server.get("/api/v1/livechat/visitor/new").await.ok();
}
