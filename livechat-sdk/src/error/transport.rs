use std::{error::Error as StdError, fmt, sync::Arc};

use super::Effort;
use crate::{
    client::is_broken_file,
    endpoint::Operation,
    transport::{SendError, SendErrorKind},
};

/// A call without a response: nothing came back, or the response is not safe to read.
///
/// It never shows the URL, which may hold a visitor's token, but the operation.
#[derive(Clone, Debug)]
pub struct TransportError {
    operation: Operation,
    problem: Problem,
    /// Whether it took too long, whatever it was.
    timed_out: bool,
    cause: Option<Arc<dyn StdError + Send + Sync>>,
    pub(super) effort: Option<Box<Effort>>,
}

#[derive(Clone, Debug, thiserror::Error)]
enum Problem {
    #[error("no connection to {host}: is the server running, and is the base URL right?")]
    Connect { host: Box<str> },
    #[error("no complete response from {host} in time")]
    Timeout { host: Box<str> },
    #[error("the connection to {host} broke before the response was complete")]
    Interrupted { host: Box<str> },
    #[error("the response is larger than {limit} bytes: `ClientBuilder::max_body_size` raises the limit")]
    TooLarge { limit: usize },
    #[error(
        "the server responded with {status}, a redirect to {origin}, which is not followed: set the base URL there"
    )]
    OtherOrigin { status: u16, origin: Box<str> },
    #[error("the server responded with {status}, a redirect to another of its paths: is the base URL's path right?")]
    OtherPath { status: u16 },
    #[error("the file could not be read to its end, so it did not arrive")]
    File,
    #[error("the HTTP client cannot send the request")]
    NotSent,
}

impl TransportError {
    fn new(operation: Operation, problem: Problem) -> Self {
        Self { operation, problem, timed_out: false, cause: None, effort: None }
    }

    pub(crate) fn not_answered(operation: Operation, host: &str, error: SendError) -> Self {
        let SendError { kind, timed_out, cause } = error;
        let host = host.into();
        let problem = match kind {
            _ if is_broken_file(&*cause) => Problem::File,
            SendErrorKind::NotConnected => Problem::Connect { host },
            SendErrorKind::TimedOut => Problem::Timeout { host },
            SendErrorKind::Interrupted => Problem::Interrupted { host },
            SendErrorKind::NotSendable => Problem::NotSent,
        };
        Self { timed_out, cause: Some(Arc::from(cause)), ..Self::new(operation, problem) }
    }

    pub(crate) fn timeout(operation: Operation, host: &str) -> Self {
        Self { timed_out: true, ..Self::new(operation, Problem::Timeout { host: host.into() }) }
    }

    pub(crate) fn too_large(operation: Operation, limit: usize) -> Self {
        Self::new(operation, Problem::TooLarge { limit })
    }

    pub(crate) fn redirect(operation: Operation, status: u16, other_origin: Option<String>) -> Self {
        let problem = match other_origin {
            Some(origin) => Problem::OtherOrigin { status, origin: origin.into() },
            None => Problem::OtherPath { status },
        };
        Self::new(operation, problem)
    }

    /// The operation.
    #[must_use]
    pub fn operation(&self) -> Operation {
        self.operation
    }

    /// What went wrong, in a word.
    pub(super) fn kind(&self) -> &'static str {
        match self.problem {
            _ if self.timed_out => "timeout",
            Problem::Connect { .. } => "connection_failed",
            Problem::Timeout { .. } => "timeout",
            Problem::Interrupted { .. } => "connection_lost",
            Problem::TooLarge { .. } => "response_too_large",
            Problem::OtherOrigin { .. } | Problem::OtherPath { .. } => "redirect",
            Problem::File => "file",
            Problem::NotSent => "not_sent",
        }
    }

    /// Whether there was a timeout: the call's, an attempt's, or one of the HTTP client or the system.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.timed_out
    }

    /// Whether there was no connection, so that nothing was sent.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        matches!(self.problem, Problem::Connect { .. })
    }

    /// Whether the connection broke after the request began to be sent: the server may have executed it.
    #[must_use]
    pub fn is_interrupted(&self) -> bool {
        matches!(self.problem, Problem::Interrupted { .. })
    }

    /// Whether the response was larger than the client reads.
    #[must_use]
    pub fn is_too_large(&self) -> bool {
        matches!(self.problem, Problem::TooLarge { .. })
    }

    /// Whether the response was a redirect, which the client does not follow.
    #[must_use]
    pub fn is_redirect(&self) -> bool {
        matches!(self.problem, Problem::OtherOrigin { .. } | Problem::OtherPath { .. })
    }

    /// Whether the file could not be read to its end: its stream failed, or does not have the announced length.
    #[must_use]
    pub fn is_file(&self) -> bool {
        matches!(self.problem, Problem::File)
    }

    /// The HTTP status code, of a redirect.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        match self.problem {
            Problem::OtherOrigin { status, .. } | Problem::OtherPath { status } => Some(status),
            _ => None,
        }
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.operation, self.problem)
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.cause.as_deref().map(|cause| cause as _)
    }
}
