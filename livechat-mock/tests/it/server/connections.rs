//! Connections: several requests on one, several at a time, and ones that break.

use super::{REGISTER, VISITOR, assert_serves, start, stateful};
use crate::raw::{Raw, post, request};

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
