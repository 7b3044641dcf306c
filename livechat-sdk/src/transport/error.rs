use std::error::Error as StdError;

use super::body::AnyError;

/// Why a [`Transport`](super::Transport) has no response, and so whether a call may be repeated.
///
/// Its cause is shown in errors and logs: it must not tell the address of the request, which may hold a visitor's token.
/// A body of a response that breaks with one of these is told apart in the same way; any other error of a body is an
/// interruption.
#[derive(Debug, thiserror::Error)]
#[error("{kind}")]
pub struct SendError {
    pub(crate) kind: SendErrorKind,
    /// Whether it took too long, whatever it was.
    pub(crate) timed_out: bool,
    #[source]
    pub(crate) cause: AnyError,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum SendErrorKind {
    #[error("there is no connection")]
    NotConnected,
    #[error("there is no complete response in time")]
    TimedOut,
    #[error("the connection broke before the response was complete")]
    Interrupted,
    #[error("the request cannot be sent")]
    NotSendable,
}

impl SendError {
    /// There was no connection, so that nothing was sent: every call may be repeated.
    pub fn not_connected(cause: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::new(SendErrorKind::NotConnected, cause)
    }

    /// The server was too slow: what it did is unknown, so that a call is repeated if it is idempotent.
    pub fn timed_out(cause: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { timed_out: true, ..Self::new(SendErrorKind::TimedOut, cause) }
    }

    /// The connection broke after the request began to be sent: what the server did is unknown, so that a call is repeated
    /// if it is idempotent.
    pub fn interrupted(cause: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::new(SendErrorKind::Interrupted, cause)
    }

    /// The transport cannot send such a request, and nothing was sent: the call fails.
    pub fn not_sendable(cause: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::new(SendErrorKind::NotSendable, cause)
    }

    fn new(kind: SendErrorKind, cause: impl Into<AnyError>) -> Self {
        Self { kind, timed_out: false, cause: cause.into() }
    }

    /// What broke the body of a response.
    pub(crate) fn of_body(cause: AnyError) -> Self {
        match cause.downcast::<Self>() {
            Ok(error) => *error,
            Err(cause) => Self::interrupted(cause),
        }
    }
}

/// Why there is no WebSocket, and so what a stream of events does next.
#[cfg(feature = "realtime")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NoSocket {
    /// There was no connection, or the server is busy: a later attempt may work.
    #[error("there is no connection, or the server is busy")]
    Unreachable,
    /// The connection broke before there was a response, which is how some proxies refuse: polled for after some of these.
    #[error("the connection broke before there was a response")]
    Broken,
    /// The other end refused, or the transport has no WebSockets: polled for.
    #[error("the other end refuses a WebSocket")]
    Refused,
}
