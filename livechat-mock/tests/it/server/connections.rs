//! Connections: several requests on one, several at a time, and ones that break.

use std::time::Duration;

use http::Request;
use livechat_mock::Server;
use livechat_sdk::Timestamp;
use serde_json::Value;

use super::{REGISTER, VISITOR, assert_serves, start, stateful};
use crate::raw::{Raw, post, request};

/// More than the system's buffers of a connection hold.
const SIZE: usize = 32 << 20;

#[tokio::test]
async fn pipelined_requests_are_answered_in_order() {
    let server = start(stateful()).await;
    let mut client = Raw::connect(server.address()).await;
    let register = |token: &str| post(REGISTER, &format!(r#"{{"visitor":{{"token":"{token}"}}}}"#));
    client.send([register("a"), register("b"), request("GET", VISITOR)].concat()).await;
    for token in ["a", "b", "iNKE8a6k6cjbqWhWd"] {
        assert_eq!(client.answer().await.json()["visitor"]["token"], token);
    }
}

#[tokio::test]
async fn a_client_that_has_said_all_still_gets_its_answer() {
    let server = start(stateful()).await;
    let mut client = Raw::connect(server.address()).await;
    client.send(request("GET", VISITOR)).await;
    client.hang_up().await;
    assert_eq!(client.answer().await.status, 200);
}

#[tokio::test]
async fn without_keep_alive_a_connection_carries_one_request() {
    let server = start(stateful().keep_alive(false)).await;
    let mut client = Raw::connect(server.address()).await;
    let answer = client.ask(request("GET", VISITOR)).await;
    assert_eq!((answer.status, answer.header("connection")), (200, Some("close")));
    assert_eq!(client.rest().await, b"");
}

#[tokio::test]
async fn a_client_that_vanishes_midway_is_forgotten() {
    let server = start(stateful().max_connections(1)).await;
    let whole = post(REGISTER, r#"{"visitor":{"token":"t"}}"#);
    for sent in [0, 1, 30, whole.len() - 1, whole.len()] {
        let mut client = Raw::connect(server.address()).await;
        client.send(&whole[..sent]).await;
        drop(client);
        // The one connection that is allowed is free again.
        assert_serves(&server).await;
    }
}

#[tokio::test]
async fn more_connections_than_allowed_have_to_wait() {
    let server = start(stateful().max_connections(2)).await;
    let mut first = Raw::connect(server.address()).await;
    let mut second = Raw::connect(server.address()).await;
    assert_eq!(first.ask(request("GET", VISITOR)).await.status, 200);
    assert_eq!(second.ask(request("GET", VISITOR)).await.status, 200);
    let mut third = Raw::connect(server.address()).await;
    third.send(request("GET", VISITOR)).await;
    for _ in 0..100 {
        assert_eq!(first.ask(request("GET", VISITOR)).await.status, 200);
    }
    assert!(third.is_waiting());
    drop(second);
    assert_eq!(third.answer().await.status, 200);
}

/// A client that asks for a file that no buffer holds, and takes nothing of it.
async fn stalled(server: &Server) -> Raw {
    let path = server.with_engine(|engine| {
        let world = engine.world_mut().unwrap();
        world.set_setting("FileUpload_ProtectFiles", false).unwrap();
        let upload = Request::post("/api/v1/livechat/upload/vp3D9H8ud6HYvRpvq")
            .header("content-type", "multipart/form-data; boundary=b")
            .header("x-visitor-token", "iNKE8a6k6cjbqWhWd");
        let head =
            "--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a\"\r\ncontent-type: text/html\r\n\r\n";
        let body = [head.as_bytes(), &vec![b'x'; SIZE], b"\r\n--b--\r\n"].concat();
        let response = engine
            .handle(&upload.body(body.into()).unwrap(), [127, 0, 0, 1].into(), Timestamp::from_millis(0))
            .response;
        let message: Value = serde_json::from_slice(response.body()).unwrap();
        message["attachments"][0]["title_link"].as_str().unwrap_or_else(|| panic!("{message}")).to_owned()
    });
    let mut client = Raw::connect(server.address()).await;
    client.send(request("GET", &path)).await;
    client
}

#[tokio::test]
async fn who_takes_nothing_of_a_response_is_given_up() {
    let server = start(stateful().max_connections(1).write_timeout(Duration::from_millis(50))).await;
    for _ in 0..3 {
        let _client = stalled(&server).await;
        // The one connection that is allowed is free again.
        assert_serves(&server).await;
    }
}

#[tokio::test]
async fn who_takes_a_response_in_the_end_gets_all_of_it() {
    let server = start(stateful()).await;
    let answer = stalled(&server).await.answer().await;
    assert_eq!((answer.status, answer.body.len()), (200, SIZE));
}

#[tokio::test]
async fn requests_wait_for_the_memory_of_responses() {
    let server = start(stateful().max_bytes_in_flight(1 << 20).write_timeout(Duration::from_millis(200))).await;
    let mut first = stalled(&server).await;
    let mut waiting = Raw::connect(server.address()).await;
    // Something of the first response is there, so it is in flight.
    first.wait_for("HTTP/1.1 200 OK").await;
    waiting.send(request("GET", VISITOR)).await;
    assert!(waiting.is_waiting());
    assert_eq!(waiting.answer().await.status, 200);
    assert!(first.rest().await.len() < SIZE);
}
