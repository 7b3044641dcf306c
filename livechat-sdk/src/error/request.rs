use std::sync::Arc;

use crate::endpoint::Operation;

/// A request that cannot be sent, and why. Nothing went over the network.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{operation}: {problem}")]
pub struct RequestError {
    operation: Operation,
    problem: Problem,
}

#[derive(Clone, Debug, thiserror::Error)]
enum Problem {
    #[error("the path argument `{name}` {reason}")]
    PathArgument { name: String, reason: &'static str },
    #[error("the argument `{name}`, which is sent in a header, {reason}")]
    HeaderArgument { name: &'static str, reason: &'static str },
    #[error("the arguments cannot be serialized as JSON")]
    NotJson(#[source] Arc<serde_json::Error>),
    #[cfg(feature = "client")]
    #[error("the URL is {length} bytes long, and HTTP clients accept at most {limit}")]
    TooLong { length: usize, limit: usize },
    #[cfg(feature = "client")]
    #[error("the {what} is blank or has characters that no HTTP header can carry")]
    Credentials { what: &'static str },
    #[cfg(feature = "client")]
    #[error("{problem}")]
    File { problem: &'static str },
}

impl RequestError {
    pub(crate) fn path_argument(operation: Operation, name: &str, reason: &'static str) -> Self {
        Self { operation, problem: Problem::PathArgument { name: name.to_owned(), reason } }
    }

    pub(crate) fn header_argument(operation: Operation, name: &'static str, reason: &'static str) -> Self {
        Self { operation, problem: Problem::HeaderArgument { name, reason } }
    }

    pub(crate) fn not_json(operation: Operation, source: serde_json::Error) -> Self {
        Self { operation, problem: Problem::NotJson(Arc::new(source)) }
    }

    #[cfg(feature = "client")]
    pub(crate) fn too_long(operation: Operation, length: usize, limit: usize) -> Self {
        Self { operation, problem: Problem::TooLong { length, limit } }
    }

    #[cfg(feature = "client")]
    pub(crate) fn credentials(operation: Operation, what: &'static str) -> Self {
        Self { operation, problem: Problem::Credentials { what } }
    }

    #[cfg(feature = "client")]
    pub(crate) fn file(operation: Operation, problem: &'static str) -> Self {
        Self { operation, problem: Problem::File { problem } }
    }

    /// The operation that was to be called.
    #[must_use]
    pub fn operation(&self) -> Operation {
        self.operation
    }
}
