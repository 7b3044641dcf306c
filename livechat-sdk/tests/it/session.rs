//! A conversation from its visitor's side.

use livechat_sdk::{
    Chat, Client, FilePart, RetryPolicy,
    model::{CustomFieldValue, PageInfo, VisitorStatus},
    rooms::SurveyAnswer,
};
use serde_json::{Value, json};

use crate::support::{Received, Response, Server, TOKEN, TestClock, builder, client, shown};

const ROOM: &str = r#"{"room":{"_id":"r","t":"l","ts":"2024-10-21T14:10:56.529Z","v":{"_id":"v"},"open":true},"newRoom":true,"success":true}"#;
const UNKNOWN: &str = r#"{"success":false,"error":"invalid-message"}"#;
/// The same of servers from 0.70 to about 4.
const UNKNOWN_OF_OLD: &str = r#"{"isClientSafe":true,"error":"invalid-message","message":"[invalid-message]","errorType":"Meteor.Error","success":false}"#;
const SENT: &str =
    r#"{"message":{"_id":"m","rid":"r","msg":"Hello","ts":"2024-10-21T14:11:56.529Z","u":{"_id":"v"}},"success":true}"#;

fn ok(body: &str) -> Response {
    Response::json(200, body)
}

fn is_room(request: &Received) -> bool {
    request.target.starts_with("/api/v1/livechat/room?")
}

async fn chat(client: &Client) -> Chat {
    client.visitor(TOKEN).open_chat().await.unwrap()
}

/// A server of one room that does with the other requests, which it counts, as the test says.
async fn server(mut script: impl FnMut(usize, &Received) -> Response + Send + 'static) -> Server {
    let mut number = 0;
    Server::start(move |request| {
        if is_room(request) {
            return ok(ROOM);
        }
        number += 1;
        script(number, request)
    })
    .await
}

fn body(request: &Received) -> Value {
    serde_json::from_str(&request.body).unwrap()
}

#[tokio::test]
async fn the_token_goes_along() {
    let server = Server::start(|request| {
        ok(match request.target.rsplit('/').next().unwrap().split('?').next().unwrap() {
            "visitor" => r#"{"visitor":{"_id":"v","token":"other"}}"#,
            "config" => r#"{"config":{"enabled":true}}"#,
            "room" => ROOM,
            "message" | "m" => SENT,
            "room.survey" => r#"{"rid":"r","data":{"satisfaction":"5"}}"#,
            "room.close" => r#"{"rid":"r"}"#,
            "visitor.status" => r#"{"token":"other","status":"away"}"#,
            "r" => r#"{"_id":"m","msg":"","ts":"2024-10-21T14:11:56.529Z","u":{"_id":"v"}}"#,
            "other" => r#"{"agent":{"hiddenInfo":true}}"#,
            _ => "{}",
        })
    })
    .await;
    let mut visitor = client(&server).visitor(TOKEN);
    visitor.register(|visitor| visitor.name("Ann")).await.unwrap();
    assert_eq!(visitor.token().expose(), "other", "the visitor was known under another token");
    assert!(visitor.config().await.unwrap().enabled);
    visitor.record_page_visit(PageInfo::new("Prices", "https://example.com/prices")).await.unwrap();
    visitor.set_status(VisitorStatus::Away).await.unwrap();
    visitor.set_custom_fields([CustomFieldValue::new("plan", "gold")]).await.unwrap();
    let chat = visitor.open_chat().await.unwrap();
    assert!(chat.is_new() && chat.room().unwrap().is_open());
    chat.send("Hello").await.unwrap();
    chat.edit("m", "Hello again").await.unwrap();
    chat.delete("m").await.unwrap();
    chat.upload(FilePart::bytes("a.txt", "text/plain", "one")).await.unwrap();
    assert!(chat.agent_info().await.unwrap().is_hidden());
    chat.transfer("d").await.unwrap();
    chat.close().await.unwrap();
    assert_eq!(chat.rate([SurveyAnswer::new("satisfaction", "5")]).await.unwrap()["satisfaction"], "5");
    chat.send_transcript("ann@example.com").await.unwrap();

    let received = server.received();
    assert_eq!(received.len(), 15);
    assert_eq!(received.iter().filter(|request| request.method == "DELETE").count(), 1);
    for request in &received[1..] {
        let sent = format!("{} {} {:?}", request.target, request.body, request.header("x-visitor-token"));
        assert!(sent.contains("other") && !sent.contains(TOKEN), "{sent}");
    }
    assert!(!format!("{visitor:?} {chat:?}").contains("\"other\""));
}

#[tokio::test]
async fn a_message_whose_answer_was_lost_is_looked_up() {
    let server = server(|number, _| if number == 1 { Response::Reset(Vec::new()) } else { ok(SENT) }).await;
    let client = builder(&server).clock(TestClock::new()).build().unwrap();
    assert_eq!(chat(&client).await.send("Hello").await.unwrap().id, "m");
    let received = server.received();
    let id = body(&received[1])["_id"].as_str().unwrap().to_owned();
    assert_eq!(id.len(), 17);
    assert_eq!(received.len(), 3);
    assert_eq!(received[2].target, format!("/api/v1/livechat/message/{id}?rid=r&token={TOKEN}"));
}

#[tokio::test]
async fn a_message_that_did_not_arrive_is_sent_again_under_its_id() {
    for unknown in [UNKNOWN, UNKNOWN_OF_OLD] {
        let server = server(move |number, _| match number {
            1 => Response::json(503, "{}"),
            2 => Response::json(400, unknown),
            _ => ok(SENT),
        })
        .await;
        let client = builder(&server).clock(TestClock::new()).build().unwrap();
        chat(&client).await.send("Hello").await.unwrap();
        let received = server.received();
        assert_eq!(received.iter().map(|request| &*request.method).collect::<Vec<_>>(), ["GET", "POST", "GET", "POST"]);
        assert_eq!(received[1].body, received[3].body);
    }
}

#[tokio::test]
async fn a_message_is_not_sent_for_ever() {
    let server = server(|_, request| match &*request.method {
        "POST" => Response::Reset(Vec::new()),
        _ => Response::json(400, UNKNOWN),
    })
    .await;
    let posts = || server.received().iter().filter(|request| request.method == "POST").count();
    let client = builder(&server).clock(TestClock::new()).build().unwrap();
    let error = chat(&client).await.send("Hello").await.unwrap_err();
    assert!(error.is_retryable(), "{}", shown(&error));
    assert_eq!(posts(), 3);
    let once = builder(&server).retry(RetryPolicy::none()).build().unwrap();
    chat(&once).await.send("Hello").await.unwrap_err();
    assert_eq!(posts(), 4);
}

#[tokio::test]
async fn an_error_response_is_final() {
    let server = server(|_, _| Response::json(400, r#"{"success":false,"error":"room-closed"}"#)).await;
    let client = builder(&server).clock(TestClock::new()).build().unwrap();
    let error = chat(&client).await.send("Hello").await.unwrap_err();
    assert_eq!(error.code().unwrap(), "room-closed");
    assert_eq!(server.received().len(), 2);
}

#[tokio::test]
async fn a_message_that_is_there_is_not_sent() {
    let server = server(|_, _| ok(SENT)).await;
    chat(&client(&server)).await.send_with_id("m", "Hello").await.unwrap();
    assert_eq!(server.lines()[1], format!("GET /api/v1/livechat/message/m?rid=r&token={TOKEN}"));
    assert_eq!(server.received().len(), 2);
}

#[tokio::test]
async fn opening_a_room_is_not_repeated() {
    let server = Server::start(|_| Response::Reset(Vec::new())).await;
    let client = builder(&server).clock(TestClock::new()).build().unwrap();
    client.visitor(TOKEN).open_chat().await.unwrap_err();
    assert_eq!(server.received().len(), 1);
}

/// What a server answers that has these messages, each written at the moment that its number says.
fn page(request: &Received, messages: &[i64], limit: usize, heeds_end: bool) -> Response {
    let end = request.target.split_once("end=").map(|(_, rest)| rest.split('&').next().unwrap().replace("%3A", ":"));
    let text = |ts: &i64| format!("1970-01-01T00:00:00.{ts:03}Z");
    let mut found: Vec<_> = messages.iter().enumerate().collect();
    found.sort_by_key(|(number, ts)| (-**ts, *number));
    found.retain(|(_, ts)| !heeds_end || end.as_ref().is_none_or(|end| text(ts) < *end));
    let message =
        |(number, ts): (usize, &i64)| json!({"_id": number.to_string(), "msg": "", "ts": text(ts), "u": {"_id": "v"}});
    let messages: Vec<_> = found.into_iter().take(limit).map(message).collect();
    ok(&json!({"messages": messages, "success": true}).to_string())
}

async fn ids_of_history(messages: Vec<i64>, limit: usize, heeds_end: bool) -> (Vec<String>, usize) {
    let server = server(move |_, request| page(request, &messages, limit, heeds_end)).await;
    let mut history = chat(&client(&server)).await.history();
    let mut ids = Vec::new();
    while let Some(message) = history.next().await {
        ids.push(message.unwrap().id.as_str().to_owned());
    }
    (ids, server.received().len() - 1)
}

#[tokio::test]
async fn a_history_goes_back_to_the_first_message_and_skips_none() {
    // Those written in the same moment lie across the border of two batches.
    let messages: Vec<i64> = (0..120).map(|number| 500 - number / 7 * 3).collect();
    let expected: Vec<_> = (0..120).map(|number| number.to_string()).collect();
    assert_eq!(ids_of_history(messages, 50, true).await.0, expected);
    assert_eq!(ids_of_history(Vec::new(), 50, true).await, (Vec::new(), 1));
    assert_eq!(ids_of_history(vec![7, 7], 50, true).await, (vec!["0".to_owned(), "1".to_owned()], 2));
}

#[tokio::test]
async fn a_history_ends_even_where_the_server_does_not_move_on() {
    let (ids, calls) = ids_of_history((0..50).map(|number| 500 - number).collect(), 50, false).await;
    assert_eq!(ids.len(), 50);
    assert!(calls <= 3, "{calls}");
    // More messages of one moment than fit into a batch: the rest of them cannot be reached, what is older can.
    let messages: Vec<i64> = [vec![9; 60], vec![3, 2]].concat();
    assert_eq!(ids_of_history(messages, 50, true).await.0.len(), 52);
    // The same, where a batch ends among them: none comes twice.
    let messages: Vec<i64> = [vec![20; 30], vec![9; 60], vec![3, 2]].concat();
    let mut ids = ids_of_history(messages, 50, true).await.0;
    assert_eq!(ids.len(), 82);
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 82);
}

#[tokio::test]
async fn a_history_ends_after_an_error() {
    let server = server(|number, request| match number {
        1 => page(request, &[5; 50], 50, true),
        _ => Response::json(400, r#"{"success":false,"error":"invalid-room"}"#),
    })
    .await;
    let mut history = chat(&client(&server)).await.history();
    for _ in 0..50 {
        history.next().await.unwrap().unwrap();
    }
    assert_eq!(history.next().await.unwrap().unwrap_err().code().unwrap(), "invalid-room");
    assert!(history.next().await.is_none());
}

#[tokio::test]
async fn a_chat_whose_room_is_known_takes_no_call() {
    let server = Server::start(|request| ok(if request.method == "POST" { r#"{"rid":"r"}"# } else { SENT })).await;
    let chat = client(&server).visitor(TOKEN).chat("r");
    assert_eq!(server.received().len(), 0);
    assert_eq!((chat.id().as_str(), chat.token().expose(), chat.room(), chat.is_new()), ("r", TOKEN, None, false));
    chat.close().await.unwrap();
    assert_eq!(body(&server.received()[0]), json!({"rid": "r", "token": TOKEN}));
    assert!(!format!("{chat:?}").contains(TOKEN));
}
