//! Connections that fail, and what is tried again.

use std::time::Duration;

use livechat_sdk::{
    Client, Error, RetryPolicy,
    model::PageInfo,
    visitors::{RecordPageVisit, RegisterVisitor},
};
use tokio::net::TcpSocket;

use crate::support::{Response, Server, TOKEN, TOO_MANY, TestClock, VISITOR, builder, client};

/// Short enough for a test. Nothing here depends on what fits into it.
const SHORT: Duration = Duration::from_millis(50);

fn visit() -> RecordPageVisit {
    RecordPageVisit::new(TOKEN, PageInfo::new("Test", "https://example.com"))
}

/// An address where nobody listens, as long as the socket is kept.
fn deserted() -> (TcpSocket, String) {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind(([127, 0, 0, 1], 0).into()).unwrap();
    let url = format!("http://{}", socket.local_addr().unwrap());
    (socket, url)
}

#[tokio::test]
async fn a_refused_connection_is_tried_again_whatever_the_operation() {
    let clock = TestClock::new();
    let (_socket, url) = deserted();
    let client = Client::builder(&*url).clock(clock.clone()).build().unwrap();
    for (calls, error) in
        [(1, client.get_visitor(TOKEN).await.unwrap_err()), (2, client.record_page_visit(visit()).await.unwrap_err())]
    {
        assert!(matches!(&error, Error::Transport(error) if error.is_connect()), "{error}");
        assert!(error.is_retryable());
        assert!(error.to_string().contains("is the server running"), "{error}");
        assert!(clock.waits().len() >= 2 * calls, "three attempts have two waits between them");
    }
    assert_eq!(clock.waits().len(), 4);
}

#[tokio::test]
async fn a_reset_is_tried_again_only_where_that_is_safe() {
    for bytes in [&b""[..], b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"] {
        let server = Server::start(move |_| Response::Reset(bytes.to_vec())).await;
        let client = builder(&server).clock(TestClock::new()).build().unwrap();
        let error = client.record_page_visit(visit()).await.unwrap_err();
        assert!(matches!(&error, Error::Transport(error) if error.is_interrupted()), "{error}");
        assert_eq!(server.received().len(), 1);
        client.register_visitor(RegisterVisitor::new(TOKEN)).await.unwrap_err();
        assert_eq!(server.received().len(), 4);
        client.get_visitor(TOKEN).await.unwrap_err();
        assert_eq!(server.received().len(), 7);
    }
}

#[tokio::test]
async fn what_is_not_http_is_a_broken_connection() {
    let responses: [fn() -> Response; 3] = [
        || Response::Close(b"220 mail.example.com ESMTP\r\n".to_vec()),
        || Response::Close(b"HTTP/1.1 200 OK\r\ncontent-length: many\r\n\r\n".to_vec()),
        // Headers without an end.
        || Response::Repeat(b"HTTP/1.1 200 OK\r\n".to_vec(), b"x-more: and more\r\n".repeat(100)),
    ];
    for response in responses {
        let server = Server::start(move |_| response()).await;
        let error = client(&server).get_visitor(TOKEN).await.unwrap_err();
        assert!(matches!(&error, Error::Transport(error) if error.is_interrupted()), "{error}");
    }
}

#[tokio::test]
async fn a_stall_ends_with_the_deadline() {
    for bytes in [&b""[..], b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"] {
        let server = Server::start(move |_| Response::Stall(bytes.to_vec())).await;
        let client = builder(&server).timeout(SHORT).build().unwrap();
        let error = client.get_visitor(TOKEN).await.unwrap_err();
        assert!(error.is_timeout() && error.is_retryable(), "{error}");
        assert!(server.received().len() <= 1, "there is no time for another attempt");
    }
}

#[tokio::test]
async fn an_attempt_that_stalls_is_given_up_for_another() {
    let mut calls = 0;
    let server = Server::start(move |_| {
        calls += 1;
        if calls == 1 { Response::Stall(Vec::new()) } else { Response::json(200, VISITOR) }
    })
    .await;
    let policy = RetryPolicy::default().max_attempts(100).attempt_timeout(SHORT);
    let client = builder(&server).retry(policy).clock(TestClock::new()).build().unwrap();
    client.get_visitor(TOKEN).await.unwrap();
    assert!(server.received().len() >= 2);
}

#[tokio::test]
async fn a_server_that_is_unwell_is_asked_again() {
    for status in [502, 503, 504] {
        let mut calls = 0;
        let server = Server::start(move |_| {
            calls += 1;
            if calls < 3 { Response::with(status, "", b"<html>") } else { Response::json(200, VISITOR) }
        })
        .await;
        let clock = TestClock::new();
        let policy = RetryPolicy::default().jitter(0.0);
        let client = builder(&server).retry(policy).clock(clock.clone()).build().unwrap();
        client.get_visitor(TOKEN).await.unwrap();
        assert_eq!(clock.waits(), [Duration::from_millis(200), Duration::from_millis(400)]);
    }
}

#[tokio::test]
async fn what_is_not_safe_to_repeat_is_not_repeated() {
    let server = Server::answering(503, "").await;
    let client = builder(&server).clock(TestClock::new()).build().unwrap();
    client.record_page_visit(visit()).await.unwrap_err();
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn an_error_of_the_api_is_final() {
    for status in [400, 401, 403, 404, 500] {
        let server = Server::answering(status, r#"{"success":false,"error":"no"}"#).await;
        let client = builder(&server).clock(TestClock::new()).build().unwrap();
        client.get_visitor(TOKEN).await.unwrap_err();
        assert_eq!(server.received().len(), 1);
    }
}

#[tokio::test]
async fn too_many_requests_wait_as_long_as_the_server_says() {
    let server = Server::in_turn(&[(429, TOO_MANY), (200, r#"{"success":true}"#)]).await;
    let clock = TestClock::new();
    let client = builder(&server).clock(clock.clone()).build().unwrap();
    client.record_page_visit(visit()).await.unwrap();
    assert_eq!(clock.waits(), [Duration::from_secs(7)]);
    assert_eq!(server.received().len(), 2);
}

#[tokio::test]
async fn a_wait_past_the_deadline_is_not_begun() {
    let server = Server::answering(429, TOO_MANY).await;
    let clock = TestClock::new();
    let client = builder(&server).timeout(Duration::from_secs(6)).clock(clock.clone()).build().unwrap();
    let error = client.get_visitor(TOKEN).await.unwrap_err();
    assert!(error.is_rate_limited() && error.is_retryable());
    assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));
    assert!(clock.waits().is_empty());
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn a_proxys_header_says_how_long_to_wait_too() {
    const DATE: &str = "date: Sun, 06 Nov 1994 08:49:37 GMT\r\n";
    for (status, headers, wait) in [
        (429, "retry-after: 3\r\n".to_owned(), 3000),
        (503, "retry-after: 3\r\n".to_owned(), 3000),
        (429, format!("{DATE}retry-after: Sun, 06 Nov 1994 08:49:41 GMT\r\n"), 4000),
        // None at all is no word either.
        (429, format!("{DATE}retry-after: Sun, 06 Nov 1994 08:49:30 GMT\r\n"), 200),
        (503, "retry-after: 0\r\n".to_owned(), 200),
        // Nothing that can be understood: as if there were no such header.
        (429, "retry-after: Sun, 06 Nov 1994 08:49:41 GMT\r\n".to_owned(), 200),
        (429, "retry-after: soon\r\n".to_owned(), 200),
        (429, "retry-after: -1\r\n".to_owned(), 200),
        (429, String::new(), 200),
    ] {
        let mut calls = 0;
        let told = headers.clone();
        let server = Server::start(move |_| {
            calls += 1;
            if calls == 1 { Response::with(status, &told, b"") } else { Response::json(200, VISITOR) }
        })
        .await;
        let clock = TestClock::new();
        let policy = RetryPolicy::default().jitter(0.0);
        let client = builder(&server).retry(policy).clock(clock.clone()).build().unwrap();
        client.get_visitor(TOKEN).await.unwrap();
        assert_eq!(clock.waits(), [Duration::from_millis(wait)], "{status} {headers}");
    }
}

#[tokio::test]
async fn a_policy_of_none_is_one_attempt() {
    let server = Server::answering(503, "").await;
    client(&server).get_visitor(TOKEN).await.unwrap_err();
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn a_call_that_is_dropped_is_over() {
    let server = Server::start(|_| Response::Stall(Vec::new())).await;
    let client = client(&server);
    for calls in 1..=2 {
        tokio::select! {
            response = client.get_visitor(TOKEN) => panic!("{response:?}"),
            () = server.until_received(calls) => {}
        }
    }
    assert_eq!(server.received().len(), 2);
}
