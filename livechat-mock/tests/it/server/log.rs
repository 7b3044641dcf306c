//! What the log is told.

use std::sync::{Arc, Mutex};

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
