//! What the log is told.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use livechat_mock::{Clock, Event};

use super::{REGISTER, VISITOR, start, stateful};
use crate::raw::{Raw, post, request};

#[tokio::test]
async fn the_log_hears_of_every_request_and_never_of_a_token() {
    let lines = Arc::new(Mutex::new(Vec::new()));
    let log = lines.clone();
    let server =
        start(stateful().max_body_size(100).log(move |event| log.lock().unwrap().push(event.to_string()))).await;
    let mut client = Raw::connect(server.address()).await;
    let token = "iNKE8a6k6cjbqWhWd";
    for request in [
        request("GET", VISITOR),
        request("GET", "/api/v1/livechat/visitor/unknown-iNKE8a6k6cjbqWhWd"),
        request("GET", "/api/v1/livechat/visitors/iNKE8a6k6cjbqWhWd?token=iNKE8a6k6cjbqWhWd"),
        request("iNKE8a6k6cjbqWhWd-AND-MORE", "/iNKE8a6k6cjbqWhWd"),
        post(REGISTER, r#"{"visitor":{"token":"iNKE8a6k6cjbqWhWd"}"#),
        post(REGISTER, &format!("{token:101}")),
        request("GET", "/file-upload/iNKE8a6k6cjbqWhWd/iNKE8a6k6cjbqWhWd?rc_token=iNKE8a6k6cjbqWhWd"),
    ] {
        client.ask(request).await;
    }
    Raw::connect(server.address()).await.ask(format!("{token}\r\n\r\n")).await;
    server.shutdown().await;

    let lines = lines.lock().unwrap();
    let expected = [
        "GET /api/v1/livechat/visitor/{token} 200 ",
        "GET /api/v1/livechat/visitor/{token} 400 ",
        "GET /api/v1/livechat/visitors/… 404 ",
        "? /… ",
        "POST /api/v1/livechat/visitor 400 ",
        "POST /api/v1/livechat/visitor 413 ",
        "GET /file-upload/{id}/{name} 404 ",
        "a connection was closed because it brought no readable HTTP/1 (",
    ];
    assert_eq!(lines.len(), expected.len(), "{lines:#?}");
    for (line, expected) in lines.iter().zip(expected) {
        assert!(line.starts_with(expected), "{line}");
        assert!(!line.contains(token), "{line}");
    }
    assert!(lines[5].ends_with(" (the body is larger than the 100 bytes that this mock takes here)"), "{}", lines[5]);
}

/// A log that a test reads, and what writes it.
fn log() -> (Arc<Mutex<Vec<String>>>, impl Fn(&Event<'_>) + Send + Sync + 'static) {
    let lines = Arc::<Mutex<Vec<String>>>::default();
    let log = lines.clone();
    (lines, move |event: &Event<'_>| log.lock().unwrap().push(event.to_string()))
}

#[tokio::test]
async fn lines_of_a_named_world_begin_with_its_name() {
    let (lines, log) = log();
    let server = start(stateful().worlds(2).log(log)).await;
    let mut client = Raw::connect(server.address()).await;
    for target in [VISITOR.to_owned(), format!("/w/test-1{VISITOR}"), "/w/none.such/".to_owned()] {
        client.ask(request("GET", &target)).await;
    }
    server.shutdown().await;
    let lines = lines.lock().unwrap();
    let expected = ["GET /api/v1/", "[test-1] GET /api/v1/livechat/visitor/{token} 200 ", "GET /"];
    assert_eq!(lines.len(), expected.len(), "{lines:#?}");
    for (line, expected) in lines.iter().zip(expected) {
        assert!(line.starts_with(expected), "{line}");
    }
}

#[tokio::test]
async fn each_try_to_tell_a_webhook_has_a_line_without_its_address() {
    let (lines, log) = log();
    let clock = Clock::manual("2026-01-01T00:00:00.000Z".parse().unwrap());
    let server = start(stateful().worlds(2).clock(clock).log(log)).await;
    // Nobody listens at an address that was free a moment ago.
    let gone = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap();
    server.with_engine(|engine| {
        let world = engine.world_mut().unwrap();
        world.set_setting("Livechat_webhookUrl", format!("http://{gone}/hook?key=geheim")).unwrap();
        world.set_setting("Livechat_webhook_on_start", true).unwrap();
    });
    let mut client = Raw::connect(server.address()).await;
    client.ask(post(REGISTER, r#"{"visitor":{"token":"token-of-ann"}}"#)).await;
    client.ask(request("GET", "/api/v1/livechat/room?token=token-of-ann")).await;
    let told = async {
        loop {
            let line = lines.lock().unwrap().iter().find(|line| line.starts_with("webhook ")).cloned();
            match line {
                Some(line) => return line,
                None => tokio::task::yield_now().await,
            }
        }
    };
    let line = tokio::time::timeout(Duration::from_secs(20), told).await.unwrap();
    let expected = "webhook LivechatSessionStart, try 1: the receiver cannot be reached: connection refused ";
    assert!(line.starts_with(expected), "{line}");
    assert!(line.ends_with("; again at 2026-01-01T00:00:20.000Z"), "{line}");
    assert!(!lines.lock().unwrap().iter().any(|line| line.contains("geheim") || line.contains("token-of-ann")));
}
