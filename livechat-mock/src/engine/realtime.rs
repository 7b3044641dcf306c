//! The realtime API of the engine: handshakes, sockets and frames.

use std::{net::IpAddr, sync::Arc};

use bytes::Bytes;
use http::{HeaderMap, Method, Request, StatusCode, header};
use livechat_sdk::{Timestamp, ddp::PATH};

use super::{Engine, Handled, Mode, error_response, respond::Target};
use crate::{
    Outgoing, RejectedFrame, ServerError, SocketId, methods,
    operation::{Origin, Source},
    realtime::{Context, Hub},
};

/// Realtime.
///
/// The sockets are the transport's. It passes a request for a WebSocket to [`handshake`](Self::handshake). If the
/// response's status is 101, it upgrades the connection and calls [`open_socket`](Self::open_socket),
/// [`receive`](Self::receive) for each text frame, and [`close_socket`](Self::close_socket) when the socket is closed by
/// either side. After each call, those for requests included, it sends what [`take_outgoing`](Self::take_outgoing)
/// returns.
///
/// ```
/// use livechat_mock::{Engine, World};
/// use livechat_sdk::Timestamp;
///
/// let mut engine = Engine::stateful(World::documented());
/// let now = Timestamp::from_millis(1_767_225_600_000);
/// let socket = engine.open_socket(now);
/// engine.receive(socket, r#"{"msg":"connect","version":"1","support":["1"]}"#, now)?;
/// let frames: Vec<_> = engine.take_outgoing().into_iter().filter_map(|outgoing| outgoing.into_text()).collect();
/// assert_eq!(&*frames[0], r#"{"server_id":"0"}"#);
/// assert!(frames[1].starts_with(r#"{"msg":"connected","session":""#));
/// # Ok::<(), livechat_mock::RejectedFrame>(())
/// ```
impl Engine {
    /// Whether a path is the one at which servers take WebSockets.
    #[must_use]
    pub fn is_realtime(path: &str) -> bool {
        path.strip_suffix('/').unwrap_or(path) == PATH
    }

    /// Responds to a request for a WebSocket: status 101 if the transport is to upgrade the connection, for which it sets
    /// the headers.
    pub fn handshake(&mut self, request: &Request<Bytes>, from: IpAddr, now: Timestamp) -> Handled {
        let is_handshake = request.method() == Method::GET && Self::is_realtime(request.uri().path());
        if !(is_handshake && wants_websocket(request.headers())) {
            return self.handle(request, from, now);
        }
        let origin = Origin { address: from, now, source: Source::Client };
        let target = Target { operation: None, template: None, version: self.version() };
        self.track(request, origin, target, None, |_, _| {
            let mut response = http::Response::new(Bytes::new());
            *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
            (response, None)
        })
    }

    /// A client is connected.
    pub fn open_socket(&mut self, now: Timestamp) -> SocketId {
        self.with_hub(now, Hub::open)
    }

    /// Reads a text frame that came.
    ///
    /// # Errors
    ///
    /// Why it was refused, for a log: the client is told, and the connection goes on.
    pub fn receive(&mut self, socket: SocketId, text: &str, now: Timestamp) -> Result<(), RejectedFrame> {
        self.with_hub(now, |hub, context| hub.receive(socket, text, context))
    }

    /// Asks a client that was silent for a while whether it is there, if it has said `connect`.
    pub fn ping_socket(&mut self, socket: SocketId) {
        self.realtime.ping(socket, &mut self.faults);
    }

    /// A client is not connected any more. It has no effect on one that is not known.
    pub fn close_socket(&mut self, socket: SocketId, now: Timestamp) {
        self.with_hub(now, |hub, context| hub.close(socket, context));
    }

    /// What is to be sent, in order, since the last call; what changed in the world until now included.
    pub fn take_outgoing(&mut self) -> Vec<Outgoing> {
        self.pump();
        self.realtime.take_outgoing()
    }

    /// How many clients are connected.
    #[must_use]
    pub fn sockets(&self) -> usize {
        self.realtime.len()
    }

    /// Tells sockets what changed in the world.
    pub(super) fn pump(&mut self) {
        let Self { mode, realtime, faults, .. } = self;
        // A world that nobody listens to stays shared.
        if let Mode::Stateful { world, .. } = mode
            && !realtime.is_idle()
        {
            realtime.pump(Some(Arc::make_mut(world)), faults);
        }
    }

    /// What changed before is told before: who comes to read it now does not hear of it.
    fn with_hub<T>(&mut self, now: Timestamp, act: impl FnOnce(&mut Hub, &mut Context<'_>) -> T) -> T {
        self.advance(now);
        let Self { mode, realtime, faults, limiter, no_auth, .. } = self;
        let world = match mode {
            Mode::Replay { .. } => None,
            Mode::Stateful { world, .. } => Some(Arc::make_mut(world)),
        };
        let limiter = limiter.as_mut();
        let result =
            act(realtime, &mut Context { world, faults, limiter, find: methods::find, no_auth: *no_auth, now });
        self.let_happen(now);
        self.let_agent_act(now);
        result
    }
}

/// What a request at the place for WebSockets is answered that wants none, or came to a transport without sockets.
pub(super) fn no_websocket() -> http::Response<Bytes> {
    let text = "Can \"Upgrade\" only to \"WebSocket\".";
    let mut response = error_response(&ServerError::new(400, text.into()).hint(
        "realtime is a WebSocket, of version 13, and takes a transport that can upgrade a connection: LivechatMock, Server \
         or the program",
    ));
    *response.body_mut() = Bytes::from_static(text.as_bytes());
    response.headers_mut().insert(header::CONTENT_TYPE, header::HeaderValue::from_static("text/plain"));
    response
}

/// Whether the headers are those of a WebSocket's handshake.
fn wants_websocket(headers: &HeaderMap) -> bool {
    let has = |name: header::HeaderName, word: &str| {
        let values = headers.get_all(name).into_iter().filter_map(|value| value.to_str().ok());
        values.flat_map(|value| value.split(',')).any(|part| part.trim().eq_ignore_ascii_case(word))
    };
    has(header::CONNECTION, "upgrade")
        && has(header::UPGRADE, "websocket")
        && has(header::SEC_WEBSOCKET_VERSION, "13")
        && headers.contains_key(header::SEC_WEBSOCKET_KEY)
}
