//! Files: what goes out, and what goes wrong on the way.

use std::{
    future::poll_fn,
    pin::Pin,
    sync::{Arc, Mutex},
    task::{Context, Poll},
    time::Duration,
    vec,
};

use futures_core::Stream;
use http_body::Body as _;
use livechat_sdk::{
    Client, Error, FilePart,
    files::UploadFile,
    transport::{Body, Sending, Transport},
};
use tokio::time::{Instant, sleep};

use crate::support::{Response, Server, TOKEN, TestClock, builder, client, rate_limit, shown};

const MESSAGE: &str = r#"{"_id":"m","rid":"r","msg":"","ts":"2024-10-21T14:32:11.131Z","u":{"_id":"v"},"file":{"_id":"f"},"newRoom":false,"showConnecting":true,"success":true}"#;

fn request() -> UploadFile {
    UploadFile::new("r", TOKEN)
}

/// A stream of pieces that are there already.
struct Pieces(vec::IntoIter<Result<&'static str, &'static str>>);

impl Stream for Pieces {
    type Item = Result<&'static str, &'static str>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.next())
    }
}

fn pieces<const N: usize>(pieces: [Result<&'static str, &'static str>; N]) -> FilePart {
    FilePart::stream("a.txt", "text/plain", Pieces(Vec::from(pieces).into_iter()))
}

#[tokio::test]
async fn a_file_of_the_file_system_is_streamed() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    let server = Server::answering(200, MESSAGE).await;
    let file = FilePart::from_path(path, "text/plain").await.unwrap().description("How it is built");
    client(&server).visitor(TOKEN).chat("r").upload(file).await.unwrap();
    let received = server.received()[0].clone();
    assert_eq!(received.header("content-length").unwrap().parse::<usize>().unwrap(), received.body.len());
    assert!(received.body.contains("filename=\"Cargo.toml\"") && received.body.contains("How it is built"));
    assert!(received.body.contains(&std::fs::read_to_string(path).unwrap()));
    // The request's own description goes first.
    let file = FilePart::bytes("a.txt", "text/plain", "x").description("theirs");
    client(&server).upload(request().description("mine"), file).await.unwrap();
    let body = server.received()[1].body.clone();
    assert!(body.contains("mine") && !body.contains("theirs"), "{body}");
    for nothing in [env!("CARGO_MANIFEST_DIR"), "nowhere"] {
        FilePart::from_path(nothing, "text/plain").await.unwrap_err();
    }
}

#[tokio::test]
async fn a_file_in_memory_is_a_form_with_a_length() {
    let server = Server::answering(200, MESSAGE).await;
    let progress = Arc::<Mutex<Vec<_>>>::default();
    let seen = Arc::clone(&progress);
    let file = FilePart::bytes("a.txt", "text/plain", "x".repeat(100_000))
        .on_progress(move |progress| seen.lock().unwrap().push((progress.sent, progress.total)));
    let response = client(&server).upload(request().description("Our order"), file).await.unwrap();
    assert_eq!((response.message.id.as_str(), response.message.show_connecting), ("m", Some(true)));

    let received = &server.received()[0];
    assert_eq!((&*received.method, &*received.target), ("POST", "/api/v1/livechat/upload/r"));
    assert_eq!(received.header("x-visitor-token"), Some(TOKEN));
    assert_eq!(received.header("content-length").unwrap().parse::<usize>().unwrap(), received.body.len());
    let boundary = received.header("content-type").unwrap().strip_prefix("multipart/form-data; boundary=").unwrap();
    let parts: Vec<_> = received.body.split(&format!("--{boundary}")).collect();
    assert_eq!(parts[1], "\r\ncontent-disposition: form-data; name=\"description\"\r\n\r\nOur order\r\n");
    let head =
        "\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\ncontent-type: text/plain\r\n\r\n";
    assert_eq!(parts[2].strip_prefix(head).unwrap(), format!("{}\r\n", "x".repeat(100_000)));
    assert_eq!((parts[0], parts[3], parts.len()), ("", "--\r\n", 4));
    assert_eq!(*progress.lock().unwrap(), [(65_536, Some(100_000)), (100_000, Some(100_000))]);
}

#[tokio::test]
async fn a_stream_goes_out_piece_by_piece() {
    let server = Server::answering(200, MESSAGE).await;
    client(&server).upload(request(), pieces([Ok("one "), Ok(""), Ok("two")])).await.unwrap();
    client(&server).upload(request(), pieces([Ok("one "), Ok("two")]).length(7)).await.unwrap();
    let received = server.received();
    assert_eq!(received[0].header("transfer-encoding"), Some("chunked"));
    assert_eq!(received[1].header("content-length").unwrap().parse::<usize>().unwrap(), received[1].body.len());
    assert!(received.iter().all(|received| received.body.contains("\r\n\r\none two\r\n--")), "{received:?}");
}

#[tokio::test]
async fn a_file_that_breaks_is_told_from_a_connection_that_does() {
    let server = Server::answering(200, MESSAGE).await;
    let client = builder(&server).clock(TestClock::new()).build().unwrap();
    for (file, cause) in [
        (pieces([Ok("one"), Err("the disk is gone")]), "the disk is gone"),
        (pieces([Ok("one"), Ok("two")]).length(5), "longer than the announced 5 bytes"),
        (pieces([Ok("one")]).length(5), "3 bytes, fewer"),
        (FilePart::bytes("a.txt", "text/plain", "one").length(2), "longer than the announced 2 bytes"),
    ] {
        let error = client.upload(request(), file).await.unwrap_err();
        assert!(matches!(&error, Error::Transport(error) if error.is_file()), "{}", shown(&error));
        assert!(!error.is_retryable());
        assert!(shown(&error).contains(cause), "{}", shown(&error));
    }
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn an_upload_is_tried_once() {
    for (response, retryable) in [
        ((|| Response::Reset(Vec::new())) as fn() -> Response, true),
        (|| Response::json(503, "{}"), true),
        (|| Response::json(403, r#"{"success":false,"error":"unauthorized"}"#), false),
    ] {
        let server = Server::start(move |_| response()).await;
        let client = builder(&server).clock(TestClock::new()).build().unwrap();
        let error = client.upload(request(), FilePart::bytes("a", "text/plain", "one")).await.unwrap_err();
        assert_eq!(error.is_retryable(), retryable, "{error}");
        assert_eq!(server.received().len(), 1);
    }
}

#[tokio::test]
async fn an_upload_under_way_when_a_window_ends_counts_in_the_next() {
    let mut calls = 0;
    let server = Server::start(move |_| {
        calls += 1;
        match calls {
            2 => Response::Stall(Vec::new()),
            _ => Response::with(200, &rate_limit(1, 1, 10), MESSAGE.as_bytes()),
        }
    })
    .await;
    let client = builder(&server).timeout(Duration::from_secs(15)).clock(TestClock::new()).build().unwrap();
    let upload = || client.upload(request(), FilePart::bytes("a", "text/plain", "one"));
    upload().await.unwrap();
    let mut under_way = Box::pin(upload());
    tokio::select! {
        response = &mut under_way => panic!("{response:?}"),
        () = server.until_received(2) => {}
    }
    // The window is over after ten seconds; what is under way may be the one call of the next.
    assert!(matches!(upload().await, Err(Error::Throttled(_))));
    assert_eq!(server.received().len(), 2);
}

#[tokio::test]
async fn a_server_that_says_nothing_is_not_waited_for() {
    let server = Server::start(|_| Response::Stall(Vec::new())).await;
    let client = builder(&server).timeout(Duration::from_millis(50)).build().unwrap();
    let error = client.upload(request(), FilePart::bytes("a", "text/plain", "one")).await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
}

#[tokio::test]
async fn the_token_in_the_header_stays_secret() {
    let server = Server::answering(400, r#"{"success":false,"error":"who is iNKE8a6k6cjbqWhWd?"}"#).await;
    let file = FilePart::bytes("a", "text/plain", "one");
    let error = client(&server).upload(request(), file).await.unwrap_err();
    assert_eq!(error.status(), Some(400));
    assert!(!shown(&error).contains(TOKEN), "{}", shown(&error));
}

#[tokio::test]
async fn what_no_header_can_carry_is_not_sent() {
    let server = Server::answering(200, MESSAGE).await;
    for mime in ["", "text/plain\r\nx: y", "t\u{e4}xt"] {
        let error = client(&server).upload(request(), FilePart::bytes("a", mime, "one")).await.unwrap_err();
        assert!(matches!(error, Error::Request(_)), "{error}");
    }
    let error = client(&server).send(UploadFile::new("r", "t\n")).await.unwrap_err();
    assert!(error.to_string().contains("`token`"), "{error}");
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn without_a_file_the_form_is_sent_alone() {
    let server = Server::answering(200, MESSAGE).await;
    client(&server).send(request().text("Here")).await.unwrap();
    let received = &server.received()[0];
    assert!(received.header("content-type").unwrap().starts_with("multipart/form-data; boundary="));
    assert!(received.body.contains("name=\"msg\"\r\n\r\nHere\r\n--"), "{}", received.body);
}

/// Takes a piece of a body every five seconds.
struct Slow;

impl Transport for Slow {
    fn send(&self, request: http::Request<Body>) -> Sending<'_> {
        Box::pin(async {
            let mut body = request.into_body();
            while let Some(piece) = poll_fn(|cx| Pin::new(&mut body).poll_frame(cx)).await {
                assert!(!piece.unwrap().into_data().unwrap().is_empty());
                sleep(Duration::from_secs(5)).await;
            }
            Ok(http::Response::new(MESSAGE.into()))
        })
    }
}

#[tokio::test(start_paused = true)]
async fn an_upload_may_take_any_time_as_long_as_it_moves() {
    let upload = async |timeout| {
        let slow = Client::builder("http://h").transport(Slow).timeout(Duration::from_secs(timeout));
        let began = Instant::now();
        let file = FilePart::bytes("a.txt", "text/plain", "x".repeat(200_000));
        (slow.build().unwrap().upload(request(), file).await, began.elapsed())
    };
    let (result, took) = upload(7).await;
    assert!(result.is_ok() && took > Duration::from_secs(20), "{took:?}");
    // Whether it moved is looked at when the time is over.
    let (result, took) = upload(2).await;
    assert!(result.unwrap_err().is_timeout());
    assert_eq!(took, Duration::from_secs(4));
}

#[tokio::test(start_paused = true)]
async fn a_piece_with_nothing_in_it_is_not_sent() {
    let slow = Client::builder("http://h").transport(Slow).timeout(Duration::from_secs(7)).build().unwrap();
    let began = Instant::now();
    slow.upload(request(), pieces([Ok(""), Ok("a"), Ok(""), Ok("b"), Ok("")])).await.unwrap();
    assert_eq!(began.elapsed(), Duration::from_secs(4 * 5), "two pieces, what is before them and what is after them");
}
