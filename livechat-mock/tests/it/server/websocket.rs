//! Realtime over real sockets: getting one, what goes over it, and how it ends.

mod control;
mod ends;

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use livechat_mock::{Server, ServerBuilder, World};
use livechat_sdk::RoomId;
use serde_json::{Value, json};
use tokio::{
    net::{TcpSocket, TcpStream},
    sync::mpsc::{UnboundedReceiver, unbounded_channel},
    time::timeout,
};
use tokio_tungstenite::{
    WebSocketStream, client_async,
    tungstenite::{Message, handshake::client::generate_key, protocol::frame::coding::CloseCode},
};

use super::{VISITOR, assert_serves, start, stateful};
use crate::raw::{Raw, post, request};

/// What looks like a hang to a test.
const PATIENCE: Duration = Duration::from_secs(20);
/// The documented visitor's token.
const TOKEN: &str = "iNKE8a6k6cjbqWhWd";

/// A client of realtime.
struct Socket(WebSocketStream<TcpStream>);

impl Socket {
    /// A socket that has not said anything.
    async fn open(server: &Server) -> Self {
        Self::over(TcpStream::connect(server.address()).await.unwrap(), server).await
    }

    async fn over(stream: TcpStream, server: &Server) -> Self {
        let (stream, response) = client_async(format!("ws://{}/websocket", server.address()), stream).await.unwrap();
        assert_eq!(response.status(), 101);
        let mut socket = Self(stream);
        assert_eq!(socket.hear().await, json!({"server_id": "0"}));
        socket
    }

    /// A socket that is connected.
    async fn connect(server: &Server) -> Self {
        let mut socket = Self::open(server).await;
        socket.hand_shake().await;
        socket
    }

    async fn hand_shake(&mut self) {
        self.say(json!({"msg": "connect", "version": "1", "support": ["1"]})).await;
        assert_eq!(self.hear().await["msg"], "connected");
    }

    async fn say(&mut self, frame: Value) {
        self.send(Message::text(frame.to_string())).await;
    }

    /// Sends a frame. A server that has hung up meanwhile is no failure: the end tells.
    async fn send(&mut self, message: Message) {
        let _ = timeout(PATIENCE, self.0.send(message)).await.expect("the server reads");
    }

    async fn hear(&mut self) -> Value {
        match timeout(PATIENCE, self.0.next()).await.expect("the server speaks") {
            Some(Ok(Message::Text(text))) => serde_json::from_str(&text).unwrap(),
            other => panic!("{other:?}"),
        }
    }

    /// Waits for the end, whatever comes before; gives the code with which the server closed it, if it said one.
    async fn end(&mut self) -> Option<CloseCode> {
        let mut code = None;
        // Who reads on after a close answers it.
        while let Some(Ok(message)) = timeout(PATIENCE, self.0.next()).await.expect("the server closes") {
            if let Message::Close(frame) = message {
                code = frame.map(|frame| frame.code);
            }
        }
        code
    }

    async fn subscribe(&mut self, room: &RoomId) {
        let options = json!({"useCollection": false, "args": [{"visitorToken": TOKEN}]});
        let params = json!([room, options]);
        self.say(json!({"msg": "sub", "id": "1", "name": "stream-room-messages", "params": params})).await;
        assert_eq!(self.hear().await, json!({"msg": "ready", "subs": ["1"]}));
    }
}

/// Opens the documented visitor's room.
fn open_room(server: &Server) -> RoomId {
    server.with_engine(|engine| {
        let world: &mut World = engine.world_mut().unwrap();
        let visitor = world.visitor_by_token(TOKEN).unwrap().id.clone();
        world.open_room(&visitor, "2026-01-01T00:00:00.000Z".parse().unwrap()).unwrap()
    })
}

async fn write(server: &Server, room: &RoomId, msg: &str) {
    let body = json!({"token": TOKEN, "rid": room, "msg": msg}).to_string();
    let answer = Raw::connect(server.address()).await.ask(post("/api/v1/livechat/message", &body)).await;
    assert_eq!(answer.status, 200);
}

/// A server with a log of why its sockets end.
async fn start_with_log(builder: ServerBuilder) -> (Server, UnboundedReceiver<String>) {
    let (log, lines) = unbounded_channel();
    let builder = builder.log(move |event| {
        let line = event.to_string();
        if let Some(reason) = line.strip_prefix("a realtime connection was closed: ") {
            let _ = log.send(reason.to_owned());
        }
    });
    (start(builder).await, lines)
}

async fn reason(lines: &mut UnboundedReceiver<String>) -> String {
    timeout(PATIENCE, lines.recv()).await.expect("a socket ends").unwrap()
}

fn handshake(path: &str, headers: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nhost: localhost\r\n{headers}\r\n")
}

fn upgrade(version: u8) -> String {
    format!(
        "connection: keep-alive, Upgrade\r\nupgrade: WebSocket\r\nsec-websocket-version: {version}\r\n\
         sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    )
}

/// A frame as clients send it.
fn masked(first: u8, payload: &[u8]) -> Vec<u8> {
    let length = u8::try_from(payload.len()).unwrap();
    [&[first, 0x80 | length, 0, 0, 0, 0], payload].concat()
}

#[tokio::test]
async fn a_connection_becomes_a_websocket() {
    let server = start(stateful()).await;
    for path in ["/websocket", "/websocket/", "/websocket?x=y"] {
        let mut client = Raw::connect(server.address()).await;
        let connect = masked(0x81, br#"{"msg":"connect","version":"1","support":["1"]}"#);
        // What is sent without waiting for the answer counts too.
        client.send([handshake(path, &upgrade(13)).as_bytes(), &connect].concat()).await;
        let answer = client.answer().await;
        assert_eq!((answer.status, answer.header("upgrade")), (101, Some("websocket")), "{path}");
        assert_eq!(answer.header("connection"), Some("Upgrade"));
        // The example of RFC 6455.
        assert_eq!(answer.header("sec-websocket-accept"), Some("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="));
        client.wait_for(r#"{"server_id":"0"}"#).await;
        client.wait_for(r#"{"msg":"connected","session":""#).await;
    }
}

#[tokio::test]
async fn pages_of_any_origin_may_open_one() {
    let server = start(stateful()).await;
    server.with_engine(|engine| {
        let world = engine.world_mut().unwrap();
        world.set_setting("API_CORS_Origin", "https://allowed.example").unwrap();
    });
    for origin in ["https://other.example", "null", "file://"] {
        for cors in [true, false] {
            server.with_engine(|engine| engine.world_mut().unwrap().set_setting("API_Enable_CORS", cors)).unwrap();
            let mut client = Raw::connect(server.address()).await;
            client.send(handshake("/websocket", &format!("{}origin: {origin}\r\n", upgrade(13))).as_bytes()).await;
            let answer = client.answer().await;
            assert_eq!((answer.status, answer.header("access-control-allow-origin")), (101, None), "{origin}");
            client.wait_for(r#"{"server_id":"0"}"#).await;
        }
    }
}

#[tokio::test]
async fn what_is_no_handshake_is_told_so() {
    let server = start(stateful()).await;
    let key = generate_key();
    let mut client = Raw::connect(server.address()).await;
    for headers in [
        String::new(),
        upgrade(12),
        upgrade(8),
        format!("upgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: {key}\r\n"),
        format!("connection: upgrade\r\nupgrade: h2c\r\nsec-websocket-version: 13\r\nsec-websocket-key: {key}\r\n"),
        "connection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n".to_owned(),
    ] {
        let answer = client.ask(handshake("/websocket", &headers)).await;
        assert_eq!((answer.status, answer.header("content-type")), (400, Some("text/plain")), "{headers}");
        assert_eq!(answer.body, br#"Can "Upgrade" only to "WebSocket"."#);
        assert!(answer.hint().contains("a WebSocket, of version 13"), "{}", answer.hint());
    }
    let elsewhere = client.ask(handshake("/sockjs/websocket", &upgrade(13))).await;
    assert_eq!(elsewhere.status, 200, "it is a page");
    assert_eq!(client.ask(request("GET", VISITOR)).await.status, 200);
}

#[tokio::test]
async fn a_message_that_is_posted_arrives() {
    let server = start(stateful()).await;
    let room = open_room(&server);
    let (mut first, mut second) = (Socket::connect(&server).await, Socket::connect(&server).await);
    first.subscribe(&room).await;
    second.subscribe(&room).await;
    for text in ["Hello?", "Is anybody there?", "🐈"] {
        write(&server, &room, text).await;
        let frame = first.hear().await;
        assert_eq!(frame["fields"]["args"][0]["msg"], text);
        assert_eq!(second.hear().await, frame);
    }
    // What a test does to the world arrives as well.
    let now = "2026-01-01T00:00:10.000Z".parse().unwrap();
    server.with_engine(|engine| {
        let admin = engine.world().unwrap().administrator().clone();
        engine.world_mut().unwrap().add_agent_message(&room, &admin, "Hi", now).unwrap();
    });
    assert_eq!(first.hear().await["fields"]["args"][0]["ts"], json!({"$date": now.as_millis()}));
}

#[tokio::test]
async fn pings_of_the_websocket_are_answered_too() {
    let server = start(stateful()).await;
    let mut socket = Socket::connect(&server).await;
    socket.send(Message::Ping(b"x"[..].into())).await;
    assert_eq!(timeout(PATIENCE, socket.0.next()).await.unwrap().unwrap().unwrap(), Message::Pong(b"x"[..].into()));
    socket.say(json!({"msg": "ping", "id": "y"})).await;
    assert_eq!(socket.hear().await, json!({"msg": "pong", "id": "y"}));
}

#[tokio::test]
async fn a_frame_in_pieces_is_one_frame() {
    let server = start(stateful()).await;
    let mut client = Raw::connect(server.address()).await;
    let pieces = [masked(0x01, br#"{"msg":"connect","version":"#), masked(0x80, br#""1","support":["1"]}"#)];
    client.send([handshake("/websocket", &upgrade(13)).into_bytes(), pieces.concat()].concat()).await;
    assert_eq!(client.answer().await.status, 101);
    client.wait_for(r#"{"msg":"connected","session":""#).await;
}

#[tokio::test]
async fn a_large_frame_is_read_as_far_as_it_is_allowed() {
    let (server, mut lines) = start_with_log(stateful()).await;
    let mut socket = Socket::connect(&server).await;
    let frame = |length: usize| {
        let empty = json!({"msg": "ping", "id": ""}).to_string().len();
        json!({"msg": "ping", "id": "x".repeat(length - empty)})
    };
    let largest = 1024 * 1024;
    socket.say(frame(largest)).await;
    assert_eq!(socket.hear().await["id"].as_str().unwrap().len(), frame(largest)["id"].as_str().unwrap().len());
    socket.say(frame(largest + 1)).await;
    assert_eq!(socket.end().await, Some(CloseCode::Size));
    assert_eq!(reason(&mut lines).await, "a frame was larger than the 1048576 bytes that this mock takes");
    assert_serves(&server).await;
}

#[tokio::test]
async fn a_log_hears_what_was_refused_and_no_token() {
    let (log, mut lines) = unbounded_channel();
    let server = start(stateful().log(move |event| drop(log.send(event.to_string())))).await;
    let mut socket = Socket::connect(&server).await;
    socket.say(json!({"msg": "sub", "id": TOKEN, "name": TOKEN, "params": [TOKEN]})).await;
    assert_eq!(socket.hear().await["msg"], "nosub");
    socket.send(Message::Close(None)).await;
    socket.end().await;
    server.shutdown().await;
    let mut told = Vec::new();
    while let Some(line) = lines.recv().await {
        told.push(line);
    }
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(told[0].starts_with("GET /websocket 101 "), "{}", told[0]);
    assert_eq!(
        told[1..],
        [
            "a realtime frame was rejected: a sub of an unknown collection: there is no such collection",
            "a realtime connection was closed: the client closed it",
        ]
    );
}

/// A connection of which little fits into the system's buffers.
async fn narrow(server: &Server) -> TcpStream {
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(4096).unwrap();
    socket.connect(server.address()).await.unwrap()
}
