use crate::{ddp::DdpError, error::Error};

/// The error with which a stream of [events](super::Events) ended before its conversation.
///
/// A lost connection is not an error: the stream continues when it is restored.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RealtimeError {
    /// The server speaks no version of the protocol that this client does.
    #[error("the server speaks DDP {version}, and this client only DDP 1")]
    #[non_exhaustive]
    Version {
        /// The version that the server speaks.
        version: String,
    },
    /// The server rejected a subscription: the room is another visitor's, or does not exist.
    #[error("the server refuses the subscription to {stream}{}", reason(error.as_deref()))]
    #[non_exhaustive]
    Refused {
        /// The stream.
        stream: String,
        /// The server's message. Servers up to 6 send none.
        error: Option<Box<DdpError>>,
    },
    /// The client has no login, and the stream requires one.
    #[error("no login: events of staff require `Client::log_in` or `Client::with_credentials`")]
    NoLogin,
    /// The server rejected the login.
    #[error("the server refuses the login")]
    Login(#[source] Box<DdpError>),
    /// The conversation cannot be read, and retrying would not help.
    #[error("the conversation cannot be read")]
    Call(#[source] Box<Error>),
    /// The stream was polled outside of a tokio runtime.
    #[error("there is no tokio runtime: poll the stream inside of one")]
    NoRuntime,
}

fn reason(error: Option<&DdpError>) -> String {
    error.map_or_else(String::new, |error| format!(": {error}"))
}
