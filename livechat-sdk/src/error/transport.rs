use crate::{client::is_broken_file, endpoint::Operation};

/// A call without a response: nothing came back, or the response is not safe to read.
///
/// It never shows the URL, which may hold a visitor's token, but the operation.
#[derive(Debug, thiserror::Error)]
#[error("{operation}: {problem}")]
pub struct TransportError {
    operation: Operation,
    problem: Problem,
    source: Option<Box<reqwest::Error>>,
}

#[derive(Debug, thiserror::Error)]
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
    pub(crate) fn from_reqwest(operation: Operation, host: &str, source: reqwest::Error) -> Self {
        let source = source.without_url();
        let host = host.into();
        let problem = if is_broken_file(&source) {
            Problem::File
        } else if source.is_connect() {
            Problem::Connect { host }
        } else if source.is_timeout() {
            Problem::Timeout { host }
        } else if source.is_builder() || source.is_redirect() {
            Problem::NotSent
        } else {
            Problem::Interrupted { host }
        };
        Self { operation, problem, source: Some(Box::new(source)) }
    }

    pub(crate) fn timeout(operation: Operation, host: &str) -> Self {
        Self { operation, problem: Problem::Timeout { host: host.into() }, source: None }
    }

    pub(crate) fn too_large(operation: Operation, limit: usize) -> Self {
        Self { operation, problem: Problem::TooLarge { limit }, source: None }
    }

    pub(crate) fn redirect(operation: Operation, status: u16, other_origin: Option<String>) -> Self {
        let problem = match other_origin {
            Some(origin) => Problem::OtherOrigin { status, origin: origin.into() },
            None => Problem::OtherPath { status },
        };
        Self { operation, problem, source: None }
    }

    /// The operation.
    #[must_use]
    pub fn operation(&self) -> Operation {
        self.operation
    }

    /// Whether there was a timeout: the call's, an attempt's, or one of the HTTP client or the system.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        matches!(self.problem, Problem::Timeout { .. })
            || self.source.as_ref().is_some_and(|source| source.is_timeout())
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
