//! The client's own count of what the server still takes.

use std::time::Duration;

use livechat_sdk::{Client, Error, RetryPolicy};

use crate::support::{Reply, Server, TOKEN, TOO_MANY, TestClock, VISITOR, builder};

/// A server that says it takes two calls until twenty seconds later, and always answers.
async fn limited() -> Server {
    let mut calls = 0;
    Server::start(move |request| {
        if request.target == "/api/v1/login" {
            return Reply::json(200, r#"{"status":"success","data":{"userId":"u1","authToken":"a1"}}"#);
        }
        let remaining = 1 - calls % 2;
        calls += 1;
        let headers = format!(
            "date: Sun, 06 Nov 1994 08:49:37 GMT\r\nx-ratelimit-limit: 2\r\nx-ratelimit-remaining: {remaining}\r\n\
             x-ratelimit-reset: {}\r\n",
            784_111_777_000_u64 + 20_000 + (calls - 1) / 2 * 20_000
        );
        Reply::with(200, &headers, VISITOR.as_bytes())
    })
    .await
}

#[tokio::test]
async fn a_call_over_the_limit_waits_for_the_next_window() {
    let (server, clock) = (limited().await, TestClock::new());
    let client = builder(&server).clock(clock.clone()).build().unwrap();
    for _ in 0..3 {
        client.get_visitor(TOKEN).await.unwrap();
    }
    assert_eq!(clock.waits(), [Duration::from_secs(20)]);
}

#[tokio::test]
async fn a_wait_past_the_deadline_fails_and_nothing_is_sent() {
    let (server, clock) = (limited().await, TestClock::new());
    let client = builder(&server).timeout(Duration::from_secs(10)).clock(clock.clone()).build().unwrap();
    client.get_visitor(TOKEN).await.unwrap();
    client.get_visitor(TOKEN).await.unwrap();
    let error = client.get_visitor(TOKEN).await.unwrap_err();
    assert!(matches!(error, Error::Throttled(_)));
    assert!(error.is_rate_limited() && error.is_retryable());
    assert_eq!(error.retry_after(), Some(Duration::from_secs(20)));
    assert!(error.to_string().contains("not sent") && error.to_string().contains("20 seconds"), "{error}");
    assert_eq!(server.received().len(), 2);
    assert!(clock.waits().is_empty());
}

#[tokio::test]
async fn clones_and_logins_share_the_count() {
    let (server, clock) = (limited().await, TestClock::new());
    let client = builder(&server).timeout(Duration::from_secs(10)).clock(clock).build().unwrap();
    client.clone().get_visitor(TOKEN).await.unwrap();
    let agent = client.log_in("agent", "pa55").await.unwrap();
    agent.get_visitor(TOKEN).await.unwrap();
    assert!(matches!(client.get_visitor(TOKEN).await, Err(Error::Throttled(_))));
    assert!(matches!(client.with_credentials("u", "t").get_visitor(TOKEN).await, Err(Error::Throttled(_))));
    assert!(agent.get_visitor_info("v1").await.is_ok(), "another operation has another budget");
}

#[tokio::test]
async fn it_can_be_turned_off() {
    let (server, clock) = (limited().await, TestClock::new());
    let client: Client = builder(&server).respect_rate_limits(false).clock(clock.clone()).build().unwrap();
    for _ in 0..5 {
        client.get_visitor(TOKEN).await.unwrap();
    }
    assert!(clock.waits().is_empty());
}

#[tokio::test]
async fn a_refusal_holds_back_the_next_call_too() {
    let server = Server::answering(429, TOO_MANY).await;
    let client = builder(&server)
        .retry(RetryPolicy::none())
        .timeout(Duration::from_secs(5))
        .clock(TestClock::new())
        .build()
        .unwrap();
    assert!(matches!(client.get_visitor(TOKEN).await, Err(Error::Api(_))));
    assert!(matches!(client.get_visitor(TOKEN).await, Err(Error::Throttled(_))));
    assert_eq!(server.received().len(), 1);
}
