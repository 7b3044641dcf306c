//! A server of one room with a WebSocket, and the server's end of a socket.

use std::{
    future::poll_fn,
    pin::Pin,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

use futures_core::Stream;
use futures_sink::Sink;
use serde_json::{Value, json};
use tokio::{
    net::TcpStream,
    sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel},
};
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{Message, protocol::Role},
};

use crate::support::{Received, Response, Server};

pub(super) const ROOM: &str = r#"{"room":{"_id":"r","t":"l","ts":"2024-10-21T14:10:56.529Z","v":{"_id":"v","username":"guest-1"},"open":true},"newRoom":true}"#;
pub(super) const UPGRADE: &str =
    "HTTP/1.1 101 Switching Protocols\r\nupgrade: WebSocket\r\nconnection: Upgrade\r\n\r\n";

/// A server of the room `r`.
pub(super) struct Place {
    pub(super) server: Server,
    prefix: &'static str,
    messages: Arc<Mutex<Vec<Value>>>,
    /// What it says of the room, and of its agent.
    pub(super) standing: Arc<Mutex<(&'static str, u16, &'static str)>>,
    refuses: Arc<AtomicBool>,
    pub(super) sockets: UnboundedReceiver<TcpStream>,
}

impl Place {
    pub(super) async fn start() -> Self {
        Self::start_at("").await
    }

    pub(super) async fn start_at(prefix: &'static str) -> Self {
        Self::new(prefix, |sender| Response::HandOver(UPGRADE.into(), sender.clone())).await
    }

    /// A server that answers like this to whoever opens a socket.
    pub(super) async fn answering(
        upgrade: impl FnMut(&UnboundedSender<TcpStream>) -> Response + Send + 'static,
    ) -> Self {
        Self::new("", upgrade).await
    }

    pub(super) async fn without_sockets() -> Self {
        Self::answering(|_| Response::json(404, "{}")).await
    }

    async fn new(
        prefix: &'static str,
        mut upgrade: impl FnMut(&UnboundedSender<TcpStream>) -> Response + Send + 'static,
    ) -> Self {
        let messages = Arc::<Mutex<Vec<Value>>>::default();
        let standing = Arc::new(Mutex::new((r#"{"config":{"enabled":true,"room":{"_id":"r"}}}"#, 500, "{}")));
        let refuses = Arc::new(AtomicBool::new(false));
        let (sender, sockets) = unbounded_channel();
        let (told, stands, rejected) = (Arc::clone(&messages), Arc::clone(&standing), Arc::clone(&refuses));
        let server = Server::start(move |request| match request.target.strip_prefix(prefix).unwrap() {
            "/websocket" => upgrade(&sender),
            _ if rejected.load(Ordering::Relaxed) => Response::json(400, r#"{"success":false,"error":"invalid-room"}"#),
            target if target.contains("/room?") => Response::json(200, ROOM),
            target if target.ends_with("/chat.sendMessage") || target.ends_with("/message") => {
                Response::json(200, &json!({"message": message("m9", "I am"), "success": true}).to_string())
            }
            target if target.contains("/config?") => Response::json(200, stands.lock().unwrap().0),
            target if target.contains("/agent.info/") => {
                let (_, status, agent) = *stands.lock().unwrap();
                Response::json(status, agent)
            }
            _ => Response::json(200, &page(request, &told.lock().unwrap())),
        })
        .await;
        Self { server, prefix, messages, standing, refuses, sockets }
    }

    pub(super) fn url(&self) -> String {
        format!("{}{}", self.server.url(), self.prefix)
    }

    /// Puts a message into the history.
    pub(super) fn post(&self, message: Value) {
        self.messages.lock().unwrap().push(message);
    }

    /// Refuses all calls from now on.
    pub(super) fn refuse(&self) {
        self.refuses.store(true, Ordering::Relaxed);
    }

    pub(super) async fn accept(&mut self) -> Peer {
        Peer::new(self.sockets.recv().await.unwrap()).await
    }
}

/// A page of the history, newest first.
fn page(request: &Received, messages: &[Value]) -> String {
    let argument = |name: &str| {
        let query = request.target.split_once('?').unwrap().1;
        query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('=')?.parse::<usize>().ok())
    };
    let limit = argument("limit").or(argument("count")).unwrap();
    let newest_first = messages.iter().rev().skip(argument("offset").unwrap()).take(limit);
    json!({"messages": newest_first.collect::<Vec<_>>(), "success": true}).to_string()
}

/// A message of an agent as REST has it. Each is later than the one before.
pub(super) fn message(id: &str, text: &str) -> Value {
    static MILLIS: AtomicU64 = AtomicU64::new(0);
    let ts = 1_000 + MILLIS.fetch_add(1, Ordering::Relaxed);
    let ts = livechat_sdk::Timestamp::from_millis(i64::try_from(ts).unwrap());
    json!({"_id": id, "rid": "r", "ts": ts, "u": {"_id": "a"}, "msg": text})
}

/// The same as DDP has it.
pub(super) fn live(mut message: Value) -> Value {
    if let Some(text) = message["ts"].as_str() {
        let ts: livechat_sdk::Timestamp = text.parse().unwrap();
        message["ts"] = json!({"$date": ts.as_millis()});
    }
    message
}

/// The server's end of a socket.
pub(super) struct Peer {
    stream: WebSocketStream<TcpStream>,
}

impl Peer {
    pub(super) async fn new(stream: TcpStream) -> Self {
        Self { stream: WebSocketStream::from_raw_socket(stream, Role::Server, None).await }
    }

    /// Answers what a client begins with, up to so many subscriptions.
    pub(super) async fn greet(&mut self, subs: usize) {
        assert_eq!(self.receive().await["msg"], "connect");
        self.send(json!({"server_id": "0"})).await;
        self.send(json!({"msg": "connected", "session": "s"})).await;
        self.ready(subs).await;
    }

    /// Answers what the stream of all rooms of `u`, whose token is `s3cret`, begins with.
    pub(super) async fn greet_staff(&mut self) {
        assert_eq!(self.receive().await["msg"], "connect");
        self.send(json!({"msg": "connected", "session": "s"})).await;
        let login = self.receive().await;
        assert_eq!((&login["method"], &login["params"]), (&json!("login"), &json!([{"resume": "s3cret"}])));
        self.send(json!({"msg": "result", "id": login["id"], "result": {"id": "u", "token": "s3cret"}})).await;
        self.ready(1).await;
    }

    pub(super) async fn ready(&mut self, subs: usize) {
        for _ in 0..subs {
            let sub = self.receive().await;
            assert_eq!(sub["msg"], "sub");
            self.send(json!({"msg": "ready", "subs": [sub["id"]]})).await;
        }
    }

    pub(super) async fn says(&mut self, message: Value) {
        self.event("stream-room-messages", "r", json!([live(message)])).await;
    }

    pub(super) async fn event(&mut self, stream: &str, event_name: &str, args: Value) {
        let fields = json!({"eventName": event_name, "args": args});
        self.send(json!({"msg": "changed", "collection": stream, "id": "id", "fields": fields})).await;
    }

    pub(super) async fn send(&mut self, frame: Value) {
        self.send_raw(&frame.to_string()).await;
    }

    pub(super) async fn send_raw(&mut self, text: &str) {
        self.write(Message::text(text)).await;
    }

    pub(super) async fn send_bytes(&mut self, bytes: &'static [u8]) {
        self.write(Message::binary(bytes)).await;
    }

    async fn write(&mut self, message: Message) {
        self.try_write(message).await.unwrap();
    }

    /// Sends a frame; `None` if the client is gone.
    pub(super) async fn try_send(&mut self, frame: Value) -> Option<()> {
        self.try_write(Message::text(frame.to_string())).await
    }

    async fn try_write(&mut self, message: Message) -> Option<()> {
        let mut stream = Pin::new(&mut self.stream);
        poll_fn(|cx| stream.as_mut().poll_ready(cx)).await.ok()?;
        stream.as_mut().start_send(message).ok()?;
        poll_fn(|cx| stream.as_mut().poll_flush(cx)).await.ok()
    }

    async fn read(&mut self) -> Option<Message> {
        poll_fn(|cx| Pin::new(&mut self.stream).poll_next(cx)).await?.ok()
    }

    pub(super) async fn receive(&mut self) -> Value {
        self.try_receive().await.unwrap()
    }

    /// The next frame; `None` if the client is gone.
    pub(super) async fn try_receive(&mut self) -> Option<Value> {
        let message = self.read().await?;
        serde_json::from_str(message.to_text().ok()?).ok()
    }

    /// Waits until the client is gone. Returns whether it closed its socket before.
    pub(super) async fn is_left(&mut self) -> bool {
        while let Some(message) = self.read().await {
            if message.is_close() {
                return true;
            }
        }
        false
    }
}
