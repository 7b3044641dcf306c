//! Clients that do one thing differently.

use std::time::{Duration, Instant};

use http::{HeaderName, HeaderValue};
use livechat_sdk::{FilePart, RetryPolicy, files::UploadFile};

use crate::support::{Response, Server, TOKEN, TestClock, VISITOR, builder, client};

const AT: Duration = Duration::from_millis(50);

#[tokio::test]
async fn a_timeout_is_that_of_one_client() {
    let server = Server::answering(503, "").await;
    let clock = TestClock::new();
    let patient = builder(&server).retry(RetryPolicy::default().jitter(0.0)).clock(clock.clone()).build().unwrap();
    patient.with_timeout(Duration::from_millis(300)).get_visitor(TOKEN).await.unwrap_err();
    assert_eq!(clock.waits(), [Duration::from_millis(200)]);
    patient.get_visitor(TOKEN).await.unwrap_err();
    assert_eq!(server.received().len(), 5);
}

#[tokio::test]
async fn calls_are_over_at_the_deadline_however_many() {
    let server = Server::start(|_| Response::Stall(Vec::new())).await;
    let client = client(&server);
    let (began, client) = (Instant::now(), client.with_deadline(Instant::now() + AT));
    assert!(client.get_visitor(TOKEN).await.unwrap_err().is_timeout());
    assert!(began.elapsed() >= AT);
    // What follows begins after it.
    assert!(client.get_visitor(TOKEN).await.unwrap_err().is_timeout());
    let file = FilePart::bytes("a.txt", "text/plain", "text");
    assert!(client.upload(UploadFile::new("r", TOKEN), file).await.unwrap_err().is_timeout());
    assert!(client.with_timeout(Duration::from_secs(9)).get_visitor(TOKEN).await.unwrap_err().is_timeout());
}

#[tokio::test]
async fn a_retry_policy_is_that_of_one_client() {
    let server = Server::answering(503, "").await;
    let eager = builder(&server).clock(TestClock::new()).build().unwrap();
    eager.with_retry(RetryPolicy::none()).get_visitor(TOKEN).await.unwrap_err();
    assert_eq!(server.received().len(), 1);
    eager.get_visitor(TOKEN).await.unwrap_err();
    assert_eq!(server.received().len(), 4);
}

#[tokio::test]
async fn a_header_takes_the_place_of_a_default_one_and_never_that_of_a_login() {
    let server = Server::answering(200, VISITOR).await;
    let mut headers = http::HeaderMap::new();
    headers.insert("x-forwarded-for", HeaderValue::from_static("203.0.113.7"));
    let all = builder(&server).default_headers(headers).credentials("u", "t").build().unwrap();
    let one = all
        .with_header(HeaderName::from_static("x-forwarded-for"), HeaderValue::from_static("203.0.113.8"))
        .with_header(HeaderName::from_static("x-user-id"), HeaderValue::from_static("theirs"));
    one.with_credentials("v", "t").get_visitor(TOKEN).await.unwrap();
    all.get_visitor(TOKEN).await.unwrap();
    let received = server.received();
    let sent = |number: usize| [received[number].header("x-forwarded-for"), received[number].header("x-user-id")];
    assert_eq!(sent(0), [Some("203.0.113.8"), Some("v")]);
    assert_eq!(sent(1), [Some("203.0.113.7"), Some("u")]);
}

#[tokio::test]
async fn sending_a_message_takes_no_longer_than_a_call() {
    let server = Server::start(|_| Response::with(503, "retry-after: 1\r\n", b"")).await;
    let clock = TestClock::new();
    let client = builder(&server).timeout(Duration::from_secs(2)).clock(clock.clone()).build().unwrap();
    let chat = client.visitor(TOKEN).chat("r");
    chat.send("Hello").await.unwrap_err();
    // The message is looked up once, and there is no time to look again.
    assert_eq!(clock.waits(), [Duration::from_secs(1)]);
    assert_eq!(server.received().len(), 2);
    chat.send_with_id("m", "Hello").await.unwrap_err();
    assert_eq!(server.received().len(), 4);
}
