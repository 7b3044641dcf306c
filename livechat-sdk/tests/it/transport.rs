//! Clients with a transport of the test's own: what it is asked for, and what becomes of those that do badly.

use std::{
    future::{pending, poll_fn, ready},
    pin::Pin,
    sync::{Arc, Mutex},
    task::{Context, Poll},
    time::Duration,
};

use bytes::Bytes;
use http::{Request, Response};
use http_body::{Body as _, Frame};
use livechat_sdk::{
    Client, Error, FilePart,
    files::UploadFile,
    model::PageInfo,
    transport::{Body, Clock, SendError, Sending, Transport},
    visitors::RecordPageVisit,
};

use crate::support::{TOKEN, TestClock, VISITOR, shown};

type Answer = Result<Response<Body>, SendError>;

/// Answers each request as a script says, and hangs where that says nothing.
struct Scripted<F>(F);

impl<F: Fn(Request<Body>) -> Option<Answer> + Send + Sync + 'static> Transport for Scripted<F> {
    fn send(&self, request: Request<Body>) -> Sending<'_> {
        match (self.0)(request) {
            Some(answer) => Box::pin(ready(answer)),
            None => Box::pin(pending()),
        }
    }
}

fn client<F>(script: F) -> Client
where
    F: Fn(Request<Body>) -> Option<Answer> + Send + Sync + 'static,
{
    Client::builder("https://chat.example.com/x").transport(Scripted(script)).clock(TestClock::new()).build().unwrap()
}

fn with_length(length: &str, body: Body) -> Option<Answer> {
    Some(Ok(Response::builder().header("content-length", length).body(body).unwrap()))
}

/// Pieces that come one by one, and may break off.
struct Pieces(std::vec::IntoIter<Result<&'static str, &'static str>>);

impl http_body::Body for Pieces {
    type Data = Bytes;
    type Error = &'static str;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, &'static str>>> {
        Poll::Ready(self.0.next().map(|piece| piece.map(|piece| Frame::data(Bytes::from_static(piece.as_bytes())))))
    }
}

fn pieces<const N: usize>(pieces: [Result<&'static str, &'static str>; N]) -> Body {
    Body::stream(Pieces(Vec::from(pieces).into_iter()))
}

#[tokio::test]
async fn a_request_is_complete() {
    let seen = Arc::new(Mutex::new(None));
    let told = Arc::clone(&seen);
    let client = client(move |request| {
        *told.lock().unwrap() = Some(request);
        Some(Ok(Response::new(VISITOR.into())))
    });
    client.with_credentials("ann", "s3cret").get_visitor("a b").await.unwrap();
    let request = seen.lock().unwrap().take().unwrap();
    assert_eq!(request.method(), "GET");
    assert_eq!(request.uri(), "https://chat.example.com/x/api/v1/livechat/visitor/a%20b");
    assert!(request.headers()["user-agent"].to_str().unwrap().starts_with("livechat-sdk/"));
    assert_eq!(request.headers()["x-user-id"], "ann");
    assert_eq!(request.body().as_bytes().unwrap(), "");
}

#[tokio::test]
async fn a_body_may_come_in_pieces() {
    let (head, tail) = VISITOR.split_at(20);
    for body in [VISITOR.into(), pieces([Ok(""), Ok(head), Ok(tail)])] {
        let body = Mutex::new(Some(body));
        let client = client(move |_| with_length(&VISITOR.len().to_string(), body.lock().unwrap().take().unwrap()));
        assert_eq!(client.get_visitor(TOKEN).await.unwrap().id, "v1");
    }
    let compressed = client(|_| {
        let response = Response::builder().header("content-length", "2").header("content-encoding", "gzip");
        Some(Ok(response.body(VISITOR.into()).unwrap()))
    });
    assert!(compressed.get_visitor(TOKEN).await.is_ok(), "its length was another");
}

#[tokio::test]
async fn a_failure_says_whether_a_call_may_be_repeated() {
    type Failure = fn() -> SendError;
    type Holds = fn(&Error) -> bool;
    let table: [(Failure, Holds, usize, usize); 4] = [
        (|| SendError::not_connected("cable"), |error| matches!(error, Error::Transport(it) if it.is_connect()), 3, 3),
        (|| SendError::timed_out("cable"), |error| matches!(error, Error::Transport(it) if it.is_timeout()), 3, 1),
        (
            || SendError::interrupted("cable"),
            |error| matches!(error, Error::Transport(it) if it.is_interrupted()),
            3,
            1,
        ),
        (|| SendError::not_sendable("cable"), |error| matches!(error, Error::Transport(_)), 1, 1),
    ];
    for (failure, holds, reads, writes) in table {
        let count = Arc::new(Mutex::new(0));
        let calls = Arc::clone(&count);
        let client = client(move |_| {
            *calls.lock().unwrap() += 1;
            Some(Err(failure()))
        });
        let error = client.get_visitor(TOKEN).await.unwrap_err();
        assert!(holds(&error), "{error:?}");
        assert!(shown(&error).contains("cable"), "{error:?}");
        assert_eq!(std::mem::take(&mut *count.lock().unwrap()), reads, "{error}");
        let visit = RecordPageVisit::new(TOKEN, PageInfo::new("Test", "https://example.com"));
        client.record_page_visit(visit).await.unwrap_err();
        assert_eq!(*count.lock().unwrap(), writes, "{error}");
    }
}

#[tokio::test]
async fn a_body_that_is_not_as_long_as_was_said_is_no_response() {
    for (length, body, says) in [
        ("100", pieces([Ok("{}")]), "ended 98 bytes early"),
        ("1", pieces([Ok("{"), Ok("}")]), "longer than its Content-Length"),
        // A second answer right behind the first.
        ("2", Body::from("{}{}"), "longer than its Content-Length"),
        ("2", pieces([Ok("{"), Err("cut")]), "cut"),
    ] {
        let body = Mutex::new(Some(body));
        let client = client(move |_| match body.lock().unwrap().take() {
            Some(body) => with_length(length, body),
            None => Some(Err(SendError::not_sendable("it is tried again"))),
        });
        let visit = RecordPageVisit::new(TOKEN, PageInfo::new("Test", "https://example.com"));
        let error = client.record_page_visit(visit).await.unwrap_err();
        assert!(matches!(&error, Error::Transport(error) if error.is_interrupted()), "{error:?}");
        assert!(shown(&error).contains(says), "{error:?}");
    }
}

#[tokio::test]
async fn a_body_without_an_end_is_not_read_for_ever() {
    /// Says the same until nobody listens.
    struct Endless;

    impl http_body::Body for Endless {
        type Data = Bytes;
        type Error = &'static str;

        fn poll_frame(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, &'static str>>> {
            Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(&[b' '; 1024])))))
        }
    }

    let transport = Scripted(|_| Some(Ok(Response::new(Body::stream(Endless)))));
    let client = Client::builder("http://h").transport(transport).max_body_size(10_000).build().unwrap();
    let error = client.get_visitor(TOKEN).await.unwrap_err();
    assert!(matches!(&error, Error::Transport(error) if error.is_too_large()), "{error:?}");
}

#[tokio::test]
async fn pieces_are_as_large_as_they_may_be_together() {
    let (head, tail) = VISITOR.split_at(20);
    let limit = |bytes| {
        let transport = Scripted(move |_| Some(Ok(Response::new(pieces([Ok(head), Ok(tail)])))));
        Client::builder("http://h").transport(transport).max_body_size(bytes).build().unwrap()
    };
    limit(VISITOR.len()).get_visitor(TOKEN).await.unwrap();
    let error = limit(VISITOR.len() - 1).get_visitor(TOKEN).await.unwrap_err();
    assert!(matches!(&error, Error::Transport(error) if error.is_too_large()), "{error:?}");
}

#[tokio::test(start_paused = true)]
async fn one_that_hangs_is_waited_for_by_its_own_clock() {
    let hanging = Client::builder("http://h").transport(Scripted(|_| None)).timeout(Duration::from_secs(7));
    let began = tokio::time::Instant::now();
    let error = hanging.build().unwrap().get_visitor(TOKEN).await.unwrap_err();
    assert!(matches!(&error, Error::Transport(error) if error.is_timeout()), "{error:?}");
    assert_eq!(began.elapsed().as_secs(), 7);

    /// Its waits are over at once.
    struct Quick(TestClock);

    impl Transport for Quick {
        fn send(&self, _: Request<Body>) -> Sending<'_> {
            Box::pin(pending())
        }

        fn clock(&self) -> Arc<dyn Clock> {
            Arc::new(self.0.clone())
        }
    }

    let (clock, began) = (TestClock::new(), tokio::time::Instant::now());
    let client = Client::builder("http://h").transport(Quick(clock.clone())).build().unwrap();
    client.get_visitor(TOKEN).await.unwrap_err();
    assert!(clock.waits().iter().sum::<Duration>() >= Duration::from_secs(30) && began.elapsed().is_zero());
}

#[tokio::test]
async fn an_upload_makes_progress_as_the_transport_reads_it() {
    /// Reads the body and tells its length.
    struct Reader;

    impl Transport for Reader {
        fn send(&self, request: Request<Body>) -> Sending<'_> {
            Box::pin(async move {
                let (head, mut body) = request.into_parts();
                assert!(head.headers["content-type"].to_str().unwrap().starts_with("multipart/form-data"));
                assert!(body.as_bytes().is_none() && body.size_hint().exact().is_some());
                while let Some(frame) = poll_fn(|cx| Pin::new(&mut body).poll_frame(cx)).await {
                    frame.map_err(SendError::interrupted)?;
                }
                Ok(Response::new(
                    r#"{"_id":"m","rid":"r","msg":"","ts":"2024-10-21T14:32:11.131Z","u":{"_id":"v"},"success":true}"#
                        .into(),
                ))
            })
        }
    }

    let client = Client::builder("http://h").transport(Reader).build().unwrap();
    let progress = Arc::<Mutex<Vec<_>>>::default();
    let seen = Arc::clone(&progress);
    let file = FilePart::bytes("a.txt", "text/plain", vec![b'x'; 100_000])
        .on_progress(move |progress| seen.lock().unwrap().push(progress.sent));
    client.upload(UploadFile::new("r", TOKEN), file).await.unwrap();
    assert_eq!(*progress.lock().unwrap(), [65_536, 100_000]);
    let longer = FilePart::bytes("a.txt", "text/plain", "one").length(2);
    let error = client.upload(UploadFile::new("r", TOKEN), longer).await.unwrap_err();
    assert!(matches!(&error, Error::Transport(error) if error.is_file()), "{error:?}");
}

#[tokio::test]
async fn one_may_wrap_reqwest() {
    use livechat_sdk::transport::ReqwestTransport;

    let server = crate::support::Server::in_turn(&[(200, VISITOR), (200, r#"{"success":"#)]).await;
    let transport = ReqwestTransport::without_proxy().unwrap();
    let client = Client::builder(server.url()).transport(transport).build().unwrap();
    assert_eq!(client.get_visitor(TOKEN).await.unwrap().id, "v1");
    assert!(matches!(client.get_visitor(TOKEN).await, Err(Error::Decode(_))));
    assert_eq!(server.received()[0].target, format!("/api/v1/livechat/visitor/{TOKEN}"));
    drop(server);
    let deserted = Client::builder("http://127.0.0.1:1").transport(ReqwestTransport::without_proxy().unwrap());
    let error = deserted.clock(TestClock::new()).build().unwrap().get_visitor(TOKEN).await.unwrap_err();
    assert!(matches!(&error, Error::Transport(error) if error.is_connect()), "{error:?}");
    assert!(!shown(&error).contains(TOKEN), "{error:?}");
}

#[cfg(feature = "realtime")]
mod sockets {
    use futures_core::Stream;
    use futures_sink::Sink;
    use livechat_sdk::{
        AuthToken, ChatEvent, CredentialsProvider, Observation, Observer, UserId,
        transport::{Connecting, Frame, NoSocket, Socket},
    };
    use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

    use super::*;

    /// One end of a socket that is two queues.
    struct End(UnboundedReceiver<Result<Frame, &'static str>>, UnboundedSender<Frame>);

    impl Stream for End {
        type Item = Result<Frame, &'static str>;

        fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
            self.0.poll_recv(cx)
        }
    }

    impl Sink<Frame> for End {
        type Error = &'static str;

        fn poll_ready(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<(), &'static str>> {
            Poll::Ready(Ok(()))
        }

        fn start_send(self: Pin<&mut Self>, frame: Frame) -> Result<(), &'static str> {
            self.1.send(frame).map_err(|_| "gone")
        }

        fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<(), &'static str>> {
            Poll::Ready(Ok(()))
        }

        fn poll_close(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<(), &'static str>> {
            Poll::Ready(Ok(()))
        }
    }

    type Peer = (UnboundedSender<Result<Frame, &'static str>>, UnboundedReceiver<Frame>);

    /// Has an empty history, and hands the test the other end of each socket.
    struct Sockets(UnboundedSender<(Request<()>, Peer)>);

    impl Transport for Sockets {
        fn send(&self, _: Request<Body>) -> Sending<'_> {
            Box::pin(ready(Ok(Response::new(r#"{"messages":[],"success":true}"#.into()))))
        }

        fn connect(&self, request: Request<()>, _: usize) -> Connecting<'_> {
            let ((to_client, from_peer), (to_peer, from_client)) = (unbounded_channel(), unbounded_channel());
            self.0.send((request, (to_client, from_client))).unwrap();
            Box::pin(ready(Ok(Socket::new(End(from_peer, to_peer)))))
        }
    }

    /// Says to a client what it waits for. Returns what it said.
    async fn greet((to_client, from_client): &mut Peer) -> Vec<String> {
        let mut said = Vec::new();
        for answer in [
            r#"{"msg":"connected","session":"s"}"#,
            r#"{"msg":"result","id":"1","result":{"id":"u","token":"s3cret"}}"#,
            r#"{"msg":"ready","subs":["2"]}"#,
        ] {
            let frame = from_client.recv().await.unwrap();
            let text = if let Frame::Text(text) = frame { text } else { String::new() };
            let id = text.split(r#""id":""#).nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
            let answer = answer.replace(r#""1""#, &format!(r#""{id}""#)).replace(r#""2""#, &format!(r#""{id}""#));
            to_client.send(Ok(Frame::Text(answer))).unwrap();
            said.push(text);
        }
        said
    }

    /// A login that is there when it is asked for.
    struct Login;

    impl CredentialsProvider for Login {
        fn log_in(&self, _: Client) -> Pin<Box<dyn Future<Output = Result<(UserId, AuthToken), Error>> + Send>> {
            Box::pin(ready(Ok(("u".into(), "s3cret".into()))))
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_stream_logs_in_as_its_client_does() {
        let (sender, mut sockets) = unbounded_channel();
        let client = Client::builder("http://h").transport(Sockets(sender)).build().unwrap().with_provider(Login);
        let mut events = client.my_events();
        let peer = tokio::spawn(async move {
            let (_, mut peer) = sockets.recv().await.unwrap();
            (greet(&mut peer).await, peer)
        });
        assert_eq!(events.next().await.unwrap().unwrap(), ChatEvent::Connected);
        let (said, _peer) = peer.await.unwrap();
        assert!(said[1].contains(r#"[{"resume":"s3cret"}]"#), "{said:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn frames_come_and_go_as_they_do_over_a_connection() {
        let (sender, mut sockets) = unbounded_channel();
        let client = Client::builder("http://h/x").transport(Sockets(sender)).credentials("u", "s3cret");
        let header = |name, value| (http::HeaderName::from_static(name), http::HeaderValue::from_static(value));
        let client = client.default_headers([header("x-all", "1"), header("x-one", "1")].into_iter().collect());
        let (name, value) = header("x-one", "2");
        let mut events = client.build().unwrap().with_header(name, value).my_events();
        // Twice, because the first socket breaks; a heartbeat and bytes are signs of life and no more.
        for broken in [Err("cut"), Ok(Frame::Heartbeat)] {
            let (event, (request, peer)) = tokio::join!(events.next(), async {
                let (request, mut peer) = sockets.recv().await.unwrap();
                greet(&mut peer).await;
                (request, peer)
            });
            assert_eq!(event.unwrap().unwrap(), ChatEvent::Connected);
            assert_eq!(request.uri(), "http://h/x/websocket");
            assert_eq!(request.headers()["upgrade"], "websocket");
            assert_eq!(["x-all", "x-one"].map(|name| &request.headers()[name]), ["1", "2"]);
            let is_broken = broken.is_err();
            peer.0.send(Ok(Frame::Binary(Bytes::from_static(b"?")))).unwrap();
            peer.0.send(broken).unwrap();
            if is_broken {
                assert_eq!(events.next().await.unwrap().unwrap(), ChatEvent::ConnectionLost);
            }
        }
    }

    #[tokio::test(start_paused = true)]
    async fn without_sockets_events_are_polled_for() {
        let messages = r#"{"messages":[{"_id":"m","rid":"r","ts":"2024-10-21T14:10:56.529Z","u":{"_id":"a"},"msg":"hello"}],"success":true}"#;
        let transport = Scripted(move |_| Some(Ok(Response::new(messages.into()))));
        let client = Client::builder("http://h").transport(transport).credentials("u", "s3cret").build().unwrap();
        let mut events = client.room_events("r");
        assert_eq!(events.next().await.unwrap().unwrap(), ChatEvent::Polling);
        let ChatEvent::MessageNew(message) = events.next().await.unwrap().unwrap() else { panic!("no message") };
        assert_eq!(message.text, "hello");
    }

    #[tokio::test(start_paused = true)]
    async fn a_socket_that_never_opens_is_given_up() {
        /// Neither opens a socket nor refuses one.
        struct Hanging;

        impl Transport for Hanging {
            fn send(&self, _: Request<Body>) -> Sending<'_> {
                Box::pin(ready(Ok(Response::new(r#"{"messages":[],"success":true}"#.into()))))
            }

            fn connect(&self, _: Request<()>, _: usize) -> Connecting<'_> {
                Box::pin(pending::<Result<Socket, NoSocket>>())
            }
        }

        /// How many sockets are being opened.
        #[derive(Clone, Default)]
        struct Openings(Arc<Mutex<Vec<usize>>>);

        impl Observer for Openings {
            fn observe(&self, observation: &Observation<'_>) {
                let mut numbers = self.0.lock().unwrap();
                let number = numbers.last().copied().unwrap_or_default();
                match observation {
                    Observation::SocketOpening => numbers.push(number + 1),
                    Observation::SocketClosed => numbers.push(number - 1),
                    _ => {}
                }
            }
        }

        let openings = Openings::default();
        let client = Client::builder("http://h").transport(Hanging).credentials("u", "s3cret");
        let client = client.observer(openings.clone()).build().unwrap();
        let (mut events, began) = (client.my_events(), tokio::time::Instant::now());
        while events.next().await.unwrap().unwrap() != ChatEvent::Polling {}
        assert!(began.elapsed() <= Duration::from_secs(12));
        assert_eq!(openings.0.lock().unwrap()[..2], [1, 0], "that it is given up is told");
    }
}
