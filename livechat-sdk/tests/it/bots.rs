//! What bots write.

use livechat_sdk::{
    chat::{GetRoom, PostMessage, WriteMessage},
    model::Attachment,
};
use serde_json::{Value, json};

use crate::support::{Received, Response, Server, TestClock, builder};

/// A message with this id, in the envelope of both operations.
fn stored(id: &str) -> Response {
    let message = json!({"_id": id, "rid": "r", "msg": "Hi", "ts": "2026-01-01T00:00:00.000Z", "u": {"_id": "b"}});
    Response::json(200, &json!({"message": message, "success": true}).to_string())
}

fn written(request: &Received) -> Value {
    serde_json::from_str::<Value>(&request.body).unwrap()["message"].clone()
}

#[tokio::test]
async fn a_message_whose_answer_is_lost_is_looked_up_before_it_is_written_again() {
    for is_stored in [true, false] {
        let mut turn = 0;
        let server = Server::start(move |request| {
            turn += 1;
            match (turn, request.method.as_str()) {
                (1, _) => Response::Close(Vec::new()),
                (_, "GET") if is_stored => stored(request.target.rsplit('=').next().unwrap()),
                (_, "GET") => Response::json(400, r#"{"success":false}"#),
                _ => stored(written(request)["_id"].as_str().unwrap()),
            }
        })
        .await;
        let bot = builder(&server).credentials("b", "t").clock(TestClock::new()).build().unwrap();
        let message = bot.write_message(WriteMessage::new("r", "Hi").thread_id("first")).await.unwrap();
        let received = server.received();
        assert_eq!(written(&received[0])["_id"], message.id.as_str());
        assert_eq!(written(&received[0])["tmid"], "first");
        assert_eq!(received[1].target, format!("/api/v1/chat.getMessage?msgId={}", message.id));
        assert_eq!(received.len(), if is_stored { 2 } else { 3 });
        assert!(is_stored || received[2].body == received[0].body);
    }
}

#[tokio::test]
async fn a_message_that_is_refused_is_not_looked_up() {
    let server = Server::answering(400, r#"{"success":false,"error":"room-closed"}"#).await;
    let bot = builder(&server).credentials("b", "t").build().unwrap();
    let error = bot.write_message(WriteMessage::new("r", "Hi").id("mine")).await.unwrap_err();
    assert_eq!(error.code().unwrap(), "room-closed");
    assert_eq!(written(&server.received()[0])["_id"], "mine");
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn a_bridge_posts_and_looks_rooms_up() {
    let server = Server::in_turn(&[
        (
            200,
            r#"{"ts":1767225600000,"channel":"r","message":{"_id":"m","ts":"2026-01-01T00:00:00.000Z"},"success":true}"#,
        ),
        (200, r#"{"room":{"_id":"r","t":"l","ts":"2026-01-01T00:00:00.000Z","custom":1},"success":true}"#),
    ])
    .await;
    let bridge = builder(&server).credentials("b", "t").build().unwrap();
    let card = Attachment::new().title("Order 1729");
    let posted = bridge.send(PostMessage::new("r").text("Hi").attachments([card])).await.unwrap();
    assert_eq!((posted.message.id.as_str(), posted.created_at), ("m", Some(posted.message.created_at)));
    assert_eq!(bridge.send(GetRoom::new("r")).await.unwrap().room.other["custom"], 1);
    let received = server.received();
    let body: Value = serde_json::from_str(&received[0].body).unwrap();
    assert_eq!(body, json!({"roomId": "r", "text": "Hi", "attachments": [{"title": "Order 1729"}]}));
    assert_eq!(received[1].target, "/api/v1/rooms.info?roomId=r");
}
