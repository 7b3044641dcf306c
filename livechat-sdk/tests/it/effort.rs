//! What an error knows about the call that failed.

use std::{error::Error as _, time::Duration};

use livechat_sdk::{RateLimit, RetryPolicy};

use crate::support::{Response, Server, TOKEN, TestClock, builder, client, rate_limit};

fn limited(status: u16, remaining: u64) -> Response {
    Response::with(status, &rate_limit(9, remaining, 20), b"")
}

fn remaining(limit: Option<RateLimit>) -> Option<(u64, Option<Duration>)> {
    limit.map(|limit| (limit.remaining, limit.resets_in))
}

#[tokio::test]
async fn it_knows_the_attempts_their_time_and_the_last_state_of_the_limit() {
    let mut left = 9;
    let server = Server::start(move |_| {
        left -= 1;
        limited(503, left)
    })
    .await;
    let patient = RetryPolicy::default().jitter(0.0);
    let client = builder(&server).retry(patient).clock(TestClock::new()).build().unwrap();
    let error = client.get_visitor(TOKEN).await.unwrap_err();
    assert_eq!((error.attempts(), error.elapsed()), (3, Duration::from_millis(200 + 400)));
    assert_eq!(remaining(error.rate_limit()), Some((6, Some(Duration::from_secs(20)))));
    // The next call counts for itself.
    let error = client.with_retry(RetryPolicy::none()).get_visitor(TOKEN).await.unwrap_err();
    assert_eq!((error.attempts(), error.elapsed()), (1, Duration::ZERO));
    assert_eq!(remaining(error.rate_limit()), Some((5, Some(Duration::from_secs(20)))));
}

#[tokio::test]
async fn what_counts_as_one_call_is_counted_whole() {
    let mut turn = 0;
    let server = Server::start(move |_| {
        turn += 1;
        match turn % 4 {
            1 | 3 => Response::json(503, ""),
            2 => Response::json(400, r#"{"success":false,"error":"invalid-message"}"#),
            _ => limited(400, 7),
        }
    })
    .await;
    let patient = RetryPolicy::default().jitter(0.0);
    let client = builder(&server).retry(patient).clock(TestClock::new()).build().unwrap();
    // Sent, looked up, sent again; then the lookup is refused.
    let error = client.visitor(TOKEN).chat("r").send("Hello").await.unwrap_err();
    assert_eq!((error.attempts(), error.elapsed()), (4, Duration::from_millis(200 + 400)), "{error}");
    assert_eq!(remaining(error.rate_limit()), Some((7, Some(Duration::from_secs(20)))));
    let patient = client.with_retry(RetryPolicy::none());
    let error = patient.visitor(TOKEN).chat("r").send("Hello").await.unwrap_err();
    assert_eq!((error.attempts(), error.elapsed()), (1, Duration::ZERO), "{error}");
}

#[tokio::test]
async fn a_response_that_cannot_be_decoded_took_an_attempt_too() {
    let server = Server::start(|_| limited(200, 4)).await;
    let error = client(&server).get_visitor(TOKEN).await.unwrap_err();
    assert_eq!((error.attempts(), error.status()), (1, Some(200)));
    assert_eq!(remaining(error.rate_limit()), Some((4, Some(Duration::from_secs(20)))));
}

#[tokio::test]
async fn a_call_that_was_not_sent_took_none() {
    let server = Server::start(|_| limited(200, 0)).await;
    let client = builder(&server).timeout(Duration::from_secs(5)).build().unwrap();
    client.get_visitor(TOKEN).await.unwrap_err();
    let throttled = client.get_visitor(TOKEN).await.unwrap_err();
    assert!(throttled.is_rate_limited());
    let refused = client.get_visitor("").await.unwrap_err();
    for error in [throttled, refused] {
        assert_eq!((error.attempts(), error.rate_limit()), (0, None), "{error}");
    }
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn a_clone_is_the_same_error() {
    let server = Server::start(|_| Response::Reset(Vec::new())).await;
    let client = client(&server).with_retry(RetryPolicy::none());
    let error = client.get_visitor(TOKEN).await.unwrap_err();
    let clone = error.clone();
    assert_eq!((clone.to_string(), clone.attempts()), (error.to_string(), 1));
    assert!(clone.source().is_some() && clone.is_retryable());
}

#[tokio::test]
async fn the_end_of_a_window_is_when_to_call_again() {
    for (status, ends_in, wait) in [(429, 20, Some(20)), (429, 0, None), (400, 20, None)] {
        let server = Server::start(move |_| Response::with(status, &rate_limit(9, 0, ends_in), b"")).await;
        let error = client(&server).get_visitor(TOKEN).await.unwrap_err();
        assert_eq!(error.retry_after(), wait.map(Duration::from_secs), "{status} {ends_in}");
    }
}
