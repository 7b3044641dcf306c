//! The client's own count of what the server still takes.

use std::{
    future::Future,
    pin::Pin,
    task::Poll,
    time::{Duration, Instant},
};

use livechat_sdk::{Client, Error, RetryPolicy, transport::Clock};

use crate::support::{Response, Server, TOKEN, TOO_MANY, TestClock, VISITOR, builder, rate_limit};

/// A clock on which no wait ends.
#[derive(Debug)]
struct StoppedClock;

impl Clock for StoppedClock {
    fn now(&self) -> Instant {
        Instant::now()
    }

    fn sleep(&self, _: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(std::future::pending())
    }
}

/// A server that says it takes two calls until twenty seconds later, and always answers.
async fn limited() -> Server {
    let mut calls = 0;
    Server::start(move |request| {
        if request.target == "/api/v1/login" {
            return Response::json(200, r#"{"status":"success","data":{"userId":"u1","authToken":"a1"}}"#);
        }
        let remaining = 1 - calls % 2;
        calls += 1;
        Response::with(200, &rate_limit(2, remaining, 20 + (calls - 1) / 2 * 20), VISITOR.as_bytes())
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
async fn an_error_response_without_a_limit_holds_back_no_longer_than_it_says() {
    for rejection in [|| Response::with(429, "retry-after: 3\r\n", b""), || Response::json(429, TOO_MANY)] {
        let mut calls = 0;
        let server = Server::start(move |_| {
            calls += 1;
            if calls == 1 { rejection() } else { Response::json(200, VISITOR) }
        })
        .await;
        let clock = TestClock::new();
        let client = builder(&server).clock(clock.clone()).build().unwrap();
        for _ in 0..5 {
            client.get_visitor(TOKEN).await.unwrap();
        }
        assert_eq!(clock.waits().len(), 1, "{:?}", clock.waits());
        assert_eq!(server.received().len(), 6);
    }
}

#[tokio::test]
async fn what_a_proxy_answers_says_nothing_of_the_limit() {
    for status in [429, 503] {
        let mut calls = 0;
        let server = Server::start(move |_| {
            calls += 1;
            match calls {
                1 => Response::with(200, &rate_limit(2, 0, 20), VISITOR.as_bytes()),
                _ => Response::with(status, "", b""),
            }
        })
        .await;
        let clock = TestClock::new();
        let client = builder(&server).retry(RetryPolicy::none()).clock(clock.clone()).build().unwrap();
        client.get_visitor(TOKEN).await.unwrap();
        // The window after the one that was told is assumed to be like it.
        for _ in 0..2 {
            assert!(matches!(client.get_visitor(TOKEN).await, Err(Error::Api(_) | Error::Transport(_))));
        }
        let impatient = client.with_timeout(Duration::from_secs(10));
        let error = impatient.get_visitor(TOKEN).await.unwrap_err();
        assert!(matches!(error, Error::Throttled(_)), "{status}: {error}");
        assert_eq!((clock.waits().len(), server.received().len()), (1, 3));
    }
}

#[tokio::test]
async fn a_call_that_is_dropped_while_it_waits_takes_nothing_from_the_others() {
    let server = limited().await;
    let client = builder(&server).timeout(Duration::from_secs(60)).clock(StoppedClock).build().unwrap();
    client.get_visitor(TOKEN).await.unwrap();
    client.get_visitor(TOKEN).await.unwrap();
    for _ in 0..3 {
        let mut waiting = Box::pin(client.get_visitor(TOKEN));
        let pending = std::future::poll_fn(|cx| Poll::Ready(waiting.as_mut().poll(cx).is_pending())).await;
        assert!(pending);
    }
    assert_eq!(server.received().len(), 2, "what waits is not sent");
}

#[tokio::test]
async fn a_call_that_is_dropped_under_way_does_not_count_for_ever() {
    let mut calls = 0;
    let server = Server::start(move |_| {
        calls += 1;
        match calls {
            2 | 3 => Response::Stall(Vec::new()),
            _ => Response::with(200, &rate_limit(2, 1, 20), VISITOR.as_bytes()),
        }
    })
    .await;
    let client = builder(&server).timeout(Duration::from_secs(60)).clock(TestClock::new()).build().unwrap();
    client.get_visitor(TOKEN).await.unwrap();
    for calls in [2, 3] {
        tokio::select! {
            response = client.get_visitor(TOKEN) => panic!("{response:?}"),
            () = server.until_received(calls) => {}
        }
    }
    client.get_visitor(TOKEN).await.unwrap();
}

#[tokio::test]
async fn an_error_response_holds_back_the_next_call_too() {
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

#[tokio::test]
async fn an_error_of_a_proxy_says_nothing_of_the_limit() {
    for status in [429, 500, 502] {
        let mut calls = 0;
        let server = Server::start(move |_| {
            calls += 1;
            match calls {
                2 => Response::json(status, ""),
                _ => Response::with(200, &rate_limit(2, 1, 20), VISITOR.as_bytes()),
            }
        })
        .await;
        let clock = TestClock::new();
        let client = builder(&server).retry(RetryPolicy::none()).clock(clock.clone()).build().unwrap();
        client.get_visitor(TOKEN).await.unwrap();
        client.get_visitor(TOKEN).await.unwrap_err();
        client.get_visitor(TOKEN).await.unwrap();
        assert_eq!(clock.waits(), [Duration::from_secs(20)], "{status}");
    }
}
