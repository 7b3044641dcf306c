//! Request bodies: too large, too slow, broken, and not what they should be.

use std::time::Duration;

use super::{REGISTER, VISITOR, assert_error, assert_serves, start, stateful};
use crate::raw::{Raw, post, request};

const CHUNKED: &str = "POST /api/v1/livechat/visitor HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n\
                       transfer-encoding: chunked\r\n\r\n";

#[tokio::test]
async fn a_body_of_the_largest_size_is_taken_and_a_larger_one_is_not() {
    let server = start(stateful().max_body_size(100)).await;
    let mut client = Raw::connect(server.address()).await;
    let body = |length| format!("{:<length$}", r#"{"visitor":{"token":"t"}}"#);
    assert_eq!(client.ask(post(REGISTER, &body(100))).await.status, 200);
    assert_error(&client.ask(post(REGISTER, &body(101))).await, 413, "larger than the 100 bytes");
    // The connection is still good.
    assert_eq!(client.ask(request("GET", VISITOR)).await.status, 200);
}

#[tokio::test]
async fn an_upload_may_be_larger_than_other_bodies() {
    const UPLOAD: &str = "/api/v1/livechat/upload/r";
    let server = start(stateful().max_upload_size(3 << 20)).await;
    let mut client = Raw::connect(server.address()).await;
    let of = |bytes: usize| " ".repeat(bytes);
    assert_error(&client.ask(post(REGISTER, &of((1 << 20) + 1))).await, 413, "larger than the 1048576 bytes");
    assert_eq!(client.ask(post(REGISTER, &of(1 << 20))).await.status, 400);
    // It has no token, which is looked at after the size.
    assert_eq!(client.ask(post(UPLOAD, &of(3 << 20))).await.status, 403);
    assert_error(&client.ask(post(UPLOAD, &of((3 << 20) + 1))).await, 413, "larger than the 3145728 bytes");
    assert_serves(&server).await;
}

#[tokio::test]
async fn a_chunked_body_is_measured_as_it_comes() {
    let server = start(stateful().max_body_size(100)).await;
    let mut client = Raw::connect(server.address()).await;
    let chunk = format!("40\r\n{:<64}\r\n", " ");
    let answer = client.ask(format!("{CHUNKED}{chunk}{chunk}{chunk}0\r\n\r\n")).await;
    assert_error(&answer, 413, "larger than the 100 bytes");
    assert_eq!(client.ask(request("GET", VISITOR)).await.status, 200);
}

#[tokio::test]
async fn a_client_that_waits_to_be_asked_for_a_large_body_is_not_asked() {
    let server = start(stateful().max_body_size(100)).await;
    let head = |length: usize| {
        format!(
            "POST {REGISTER} HTTP/1.1\r\nhost: localhost\r\nexpect: 100-continue\r\ncontent-length: {length}\r\n\r\n"
        )
    };
    let mut client = Raw::connect(server.address()).await;
    assert_error(&client.ask(head(10_000_000_000)).await, 413, "larger than");
    let mut client = Raw::connect(server.address()).await;
    assert_eq!(client.ask(head(2)).await.status, 100);
    assert_eq!(client.ask("{}").await.status, 400);
}

#[tokio::test]
async fn half_a_body_is_given_up_and_holds_up_nobody() {
    let server = start(stateful().body_timeout(Duration::from_millis(50))).await;
    let mut slow = Raw::connect(server.address()).await;
    slow.send("POST /api/v1/livechat/visitor HTTP/1.1\r\nhost: localhost\r\ncontent-length: 100\r\n\r\n{").await;
    assert_serves(&server).await;
    assert_error(&slow.answer().await, 408, "did not arrive within 0.05 s");
    assert_eq!(slow.rest().await, b"");
}

#[tokio::test]
async fn broken_chunks_are_told_apart_from_broken_json() {
    let server = start(stateful()).await;
    let mut client = Raw::connect(server.address()).await;
    assert_error(&client.ask(format!("{CHUNKED}zz\r\n")).await, 400, "the body could not be read");
    client.rest().await;
    let mut client = Raw::connect(server.address()).await;
    let answer = client.ask(post(REGISTER, r#"{"visitor": {"token": "t" "#)).await;
    // What server 8 makes of it: an empty object.
    assert_error(&answer, 400, "column");
    assert_eq!(answer.json()["error"], "Match error: Missing key 'visitor'");
}

#[tokio::test]
async fn deep_and_misshapen_json_is_refused() {
    let server = start(stateful().max_body_size(2 << 20)).await;
    let mut client = Raw::connect(server.address()).await;
    let (open, close) = ("[".repeat(100_000), "]".repeat(100_000));
    let object = "{\"visitor\":".repeat(100_000);
    for body in [
        &format!("{open}{close}"),
        &format!(r#"{{"visitor":{{"token":{open}{close}}}}}"#),
        &open,
        &object,
        "null",
        "[]",
        "\"visitor\"",
        "{}",
        r#"{"visitor":null}"#,
        r#"{"visitor":[]}"#,
        r#"{"visitor":{"token":5}}"#,
        r#"{"visitor":{"token":"t","customFields":[[]]}}"#,
        "\u{feff}{}",
        "\0",
    ] {
        let answer = client.ask(post(REGISTER, body)).await;
        assert_eq!(answer.status, 400, "{body:.80}");
        assert_eq!(answer.json()["success"], false);
    }
    assert_serves(&server).await;
}

#[tokio::test]
async fn a_body_that_is_not_utf_8_is_refused() {
    let server = start(stateful()).await;
    let mut client = Raw::connect(server.address()).await;
    let mut bytes = post(REGISTER, r#"{"visitor":{"token":"t?"}}"#).into_bytes();
    let at = bytes.iter().rposition(|byte| *byte == b'?').unwrap();
    bytes[at] = 0xff;
    assert_eq!(client.ask(bytes).await.status, 400);
    assert_serves(&server).await;
}
