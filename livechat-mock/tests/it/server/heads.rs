//! Request lines and headers: no HTTP at all, too much of it, old and unusual kinds.

use std::time::Duration;

use super::{VISITOR, assert_serves, start, stateful};
use crate::raw::{Raw, request};

#[tokio::test]
async fn what_is_no_http_ends_the_connection_and_nothing_else() {
    let server = start(stateful()).await;
    for garbage in [
        &b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"[..],
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"\0\0\0\0\0\0\0\0\r\n\r\n",
        b"GET / HTTP/1.1\r\nno colon\r\n\r\n",
        b"GET / HTTP/1.1\r\nhost: a\r\ncontent-length: -1\r\n\r\n",
        b"GET / HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n",
    ] {
        let mut client = Raw::connect(server.address()).await;
        client.send(garbage).await;
        let answer = String::from_utf8(client.rest().await).unwrap();
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 400 "), "{garbage:?}: {answer}");
    }
    assert_serves(&server).await;
}

#[tokio::test]
async fn a_head_may_only_be_so_large() {
    let server = start(stateful().max_head_size(16 * 1024)).await;
    let many = (0..101).map(|i| format!("x-{i}: y\r\n")).collect::<String>();
    let large = format!("x: {}\r\n", "y".repeat(16 * 1024));
    for headers in [many, large] {
        let mut client = Raw::connect(server.address()).await;
        let answer = client.ask(format!("GET {VISITOR} HTTP/1.1\r\nhost: localhost\r\n{headers}\r\n")).await;
        assert_eq!(answer.status, 431);
        client.rest().await;
    }
    // An endless head is not read for ever either.
    let mut client = Raw::connect(server.address()).await;
    for _ in 0..100 {
        client.send("x".repeat(10_000)).await;
    }
    client.rest().await;
    assert_serves(&server).await;
}

#[tokio::test]
async fn a_long_path_is_read_up_to_64_kib() {
    let server = start(stateful()).await;
    let mut client = Raw::connect(server.address()).await;
    let answer = client.ask(request("GET", &format!("/api/v1/livechat/visitor/{}", "t".repeat(60_000)))).await;
    assert_eq!(answer.json()["error"], "[invalid-token]");
    let answer = client.ask(request("GET", &format!("/api/v1/livechat/visitor/{}", "t".repeat(70_000)))).await;
    assert_eq!(answer.status, 414);
    assert_serves(&server).await;
}

#[tokio::test]
async fn half_a_head_is_given_up_and_holds_up_nobody() {
    let server = start(stateful().head_timeout(Duration::from_millis(50))).await;
    let mut slow = Raw::connect(server.address()).await;
    slow.send("GET /api/v1/livechat/visitor/iNKE8a6k6cjbqWhWd HTTP/1.1\r\nho").await;
    assert_serves(&server).await;
    assert_eq!(slow.rest().await, b"");
}

#[tokio::test]
async fn http_1_0_is_answered_and_closed() {
    let server = start(stateful()).await;
    let mut client = Raw::connect(server.address()).await;
    let answer = client.ask(format!("GET {VISITOR} HTTP/1.0\r\n\r\n")).await;
    assert_eq!((answer.status, client.rest().await.len()), (200, 0));
}

#[tokio::test]
async fn head_has_the_headers_of_get_and_no_body() {
    let server = start(stateful()).await;
    let mut client = Raw::connect(server.address()).await;
    for method in ["HEAD", "OPTIONS", "PUT", "BREW"] {
        client.send(request(method, VISITOR)).await;
        let answer = client.answer_to(method).await;
        assert!((200..500).contains(&answer.status), "{method}: {answer:?}");
    }
    assert_eq!(client.ask(request("GET", VISITOR)).await.status, 200, "HEAD had a body");
    client.send(request("OPTIONS", "*")).await;
    assert_eq!(client.answer().await.header("allow"), Some("OPTIONS, GET, HEAD"));
}

#[tokio::test]
async fn the_path_may_be_a_whole_url() {
    let server = start(stateful()).await;
    let mut client = Raw::connect(server.address()).await;
    assert_eq!(client.ask(request("GET", &format!("http://example.com{VISITOR}"))).await.status, 200);
}

#[tokio::test]
async fn paths_of_files_lead_nowhere() {
    let server = start(stateful()).await;
    let mut client = Raw::connect(server.address()).await;
    for path in
        ["/etc/passwd", "/../../../../etc/passwd", "/api/v1/livechat/visitor/..%2f..%2fetc%2fpasswd", "//", "/%00"]
    {
        let answer = client.ask(request("GET", path)).await;
        let is_page = String::from_utf8_lossy(&answer.body).contains("the page that servers give");
        assert!((400..500).contains(&answer.status) || is_page, "{path}: {answer:?}");
    }
}
