//! Events of a server, for a log.

use std::{borrow::Cow, error::Error, fmt, io, sync::Arc, time::Duration};

use bytes::Bytes;
use http::{Method, Request, StatusCode, uri::PathAndQuery};

use super::recording::RecordingError;
use crate::{
    Engine, FaultKind, Handled, RejectedFrame, Webhook, WebhookState,
    redact::{Exchanged, unknown_path},
};

/// A function that is told of each event.
pub(super) type Log = Arc<dyn Fn(&Event<'_>) + Send + Sync>;

/// An event of a [`Server`](crate::Server), for a log. `Display` gives a line, and never shows a token.
#[derive(Debug)]
#[non_exhaustive]
pub enum Event<'a> {
    /// A request was handled.
    Responded(Exchange<'a>),
    /// A connection was closed because it carried no valid HTTP/1, or a head that exceeds the limits.
    Unreadable {
        /// What was wrong.
        reason: &'a dyn Error,
    },
    /// A connection was closed because its client did not agree with the server on how to encrypt it. Many clients do not
    /// trust a certificate that is signed by itself until they are told to.
    NotEncrypted {
        /// What was wrong.
        reason: &'a io::Error,
    },
    /// A connection could not be accepted. The server goes on trying.
    NotAccepted {
        /// What the system said.
        reason: &'a io::Error,
    },
    /// A realtime frame was rejected. Its connection stays open.
    FrameRejected {
        /// Why.
        reason: &'a RejectedFrame,
        /// The world's name; `None` for the server's own.
        world: Option<&'a str>,
    },
    /// A WebSocket was closed.
    SocketClosed {
        /// Why.
        reason: &'a SocketEnd,
        /// The world's name; `None` for the server's own.
        world: Option<&'a str>,
    },
    /// An event was sent to a webhook, and there was an answer, or none in time.
    WebhookSent {
        /// The event, with its tries; this is the last of them.
        webhook: &'a Webhook,
        /// How long the try took.
        took: Duration,
        /// The world's name; `None` for the server's own.
        world: Option<&'a str>,
    },
    /// The recording cannot be written. The server goes on without it.
    NotRecorded {
        /// Why.
        reason: &'a RecordingError,
    },
}

/// Why a WebSocket was closed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SocketEnd {
    /// The client closed it.
    #[error("the client closed it")]
    ClosedByClient,
    /// The connection ended without a close frame.
    #[error("the client is gone")]
    Gone,
    /// No frame arrived, not even after a ping.
    #[error("nothing came from the client, not even after a ping")]
    Silent,
    /// The client reads too slowly: too many frames were queued, or one for too long.
    #[error("the client reads too slowly: too many frames waited, or one for too long")]
    TooSlow,
    /// A frame was larger than [`ServerBuilder::max_frame_size`](crate::ServerBuilder::max_frame_size).
    #[error("a frame was larger than the {limit} bytes that this mock takes")]
    #[non_exhaustive]
    TooLong {
        /// The largest frame that is taken, in bytes.
        limit: usize,
    },
    /// A frame was binary, and realtime is text.
    #[error("a binary frame came; realtime is JSON in text frames")]
    Binary,
    /// A text frame was not UTF-8.
    #[error("a text frame came that is not UTF-8")]
    NoText,
    /// The client violated the WebSocket protocol.
    #[error("what came is not as WebSockets have it")]
    NoWebSocket,
    /// A fault closed it.
    #[error("by a fault")]
    Dropped,
    /// The engine closed it: no common version of the protocol, or a reset.
    #[error("the mock closed it with {code}: {reason}")]
    #[non_exhaustive]
    ClosedByServer {
        /// The code of the WebSocket protocol.
        code: u16,
        /// Why.
        reason: &'static str,
    },
    /// The server shuts down.
    #[error("the server shuts down")]
    Shutdown,
}

impl SocketEnd {
    /// The code and the text of the close frame; `None` if there is none.
    pub(super) fn close_code(&self) -> Option<(u16, &'static str)> {
        Some(match self {
            Self::ClosedByClient => (1000, ""),
            Self::TooLong { .. } => (1009, "too large a frame"),
            Self::Binary => (1007, "frames are JSON texts"),
            Self::NoText => (1007, "frames are UTF-8"),
            Self::NoWebSocket => (1002, "no such frame"),
            Self::ClosedByServer { code, reason } => (*code, reason),
            Self::Shutdown => (1001, "the server shuts down"),
            Self::Gone | Self::Silent | Self::TooSlow | Self::Dropped => return None,
        })
    }
}

/// A request and its response.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Exchange<'a> {
    /// The request's method; `?` if it is none of HTTP's own.
    pub method: &'a str,
    /// The path with `{argument}` in place of each path argument. Where no operation has this path, what was typed as far as
    /// it is words, then `…`: the rest may be a token.
    pub path: Cow<'static, str>,
    /// The response's status, even if a fault suppressed the response.
    pub status: StatusCode,
    /// What was probably meant, where the response is an error.
    pub hint: Option<Cow<'a, str>>,
    /// The kind of the fault that the request met.
    pub fault: Option<FaultKind>,
    /// The name of the world that the request was for; `None` for the server's own.
    pub world: Option<&'a str>,
    /// From the end of the request's head to the response, without the delay of a fault.
    pub took: Duration,
    bodies: Bodies<'a>,
}

/// What the bodies are read from.
#[derive(Clone, Copy)]
struct Bodies<'a> {
    request: &'a Request<Bytes>,
    handled: &'a Handled,
}

/// Bodies may hold secrets.
impl fmt::Debug for Bodies<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bodies").finish_non_exhaustive()
    }
}

impl<'a> Exchange<'a> {
    pub(super) fn new(
        request: &'a Request<Bytes>,
        handled: &'a Handled,
        world: Option<&'a str>,
        took: Duration,
    ) -> Self {
        let hint = handled.response.headers().get("x-livechat-mock-hint");
        Self {
            method: known_method(request.method()),
            path: shown_path(handled.template, request.uri().path()),
            status: handled.response.status(),
            hint: hint.map(|hint| String::from_utf8_lossy(hint.as_bytes())),
            fault: handled.fault,
            world,
            took,
            bodies: Bodies { request, handled },
        }
    }

    /// The bodies of the request and of the response, as text, with `[redacted]` in place of secrets. Of what is no text, or
    /// may hold a secret that cannot be told from the rest, there is the size alone.
    #[must_use]
    pub fn bodies(&self) -> (String, String) {
        let Bodies { request, handled } = self.bodies;
        let exchanged = Exchanged {
            template: handled.template,
            target: request.uri().path_and_query().map_or("", PathAndQuery::as_str),
            body: request.body(),
            answer: handled.response.body(),
        };
        (exchanged.body(), exchanged.answer())
    }
}

impl fmt::Display for Event<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Responded(exchange) => exchange.fmt(f),
            Self::Unreadable { reason } => {
                write!(
                    f,
                    "a connection was closed because it brought no readable HTTP/1 ({reason}); is the client using https?"
                )
            }
            Self::NotEncrypted { reason } => {
                write!(
                    f,
                    "a connection was closed in the handshake of TLS ({reason}); does the client trust the certificate?"
                )
            }
            Self::NotAccepted { reason } => write!(f, "no connection can be accepted at the moment: {reason}"),
            Self::FrameRejected { reason, world } => {
                write!(f, "{}a realtime frame was rejected: {reason}", Of(*world))
            }
            Self::SocketClosed { reason, world } => {
                write!(f, "{}a realtime connection was closed: {reason}", Of(*world))
            }
            Self::WebhookSent { webhook, took, world } => {
                let Webhook { event, attempts, state, .. } = webhook;
                write!(f, "{}webhook {event}, try {}: ", Of(*world), attempts.len())?;
                match attempts.last().and_then(|attempt| attempt.answer.as_ref()) {
                    Some(answer) => write!(f, "{answer} {took:.1?}")?,
                    None => write!(f, "no answer {took:.1?}")?,
                }
                match state {
                    WebhookState::Waiting { due } => write!(f, "; again at {due}"),
                    WebhookState::GivenUp => f.write_str("; given up"),
                    WebhookState::Sending | WebhookState::Delivered => Ok(()),
                }
            }
            Self::NotRecorded { reason } => match reason.source() {
                Some(source) => write!(f, "{reason}: {source}"),
                None => reason.fmt(f),
            },
        }
    }
}

/// What a line begins with that is of a named world.
pub(super) struct Of<'a>(pub(super) Option<&'a str>);

impl fmt::Display for Of<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.map_or(Ok(()), |world| write!(f, "[{world}] "))
    }
}

impl fmt::Display for Exchange<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { method, path, status, hint, fault, world, took, .. } = self;
        write!(f, "{}{method} {path} {} {took:.1?}", Of(*world), status.as_str())?;
        if let Some(fault) = fault {
            write!(f, " (fault: {fault})")?;
        }
        if let Some(hint) = hint {
            write!(f, " ({hint})")?;
        }
        Ok(())
    }
}

/// A client may make up a method, of any length and from anything.
fn known_method(method: &Method) -> &str {
    match *method {
        Method::GET
        | Method::POST
        | Method::PUT
        | Method::DELETE
        | Method::PATCH
        | Method::HEAD
        | Method::OPTIONS
        | Method::CONNECT
        | Method::TRACE => method.as_str(),
        _ => "?",
    }
}

/// A path as it may be shown.
pub(super) fn shown_path(template: Option<&'static str>, path: &str) -> Cow<'static, str> {
    match template {
        Some(template) => Cow::Borrowed(template),
        None if Engine::is_realtime(path) => Cow::Borrowed("/websocket"),
        None => unknown_path(path).into(),
    }
}
