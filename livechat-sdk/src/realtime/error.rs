use crate::{ddp::DdpError, error::Error};

/// Why a stream of [events](super::Events) ended before its conversation did.
///
/// A connection that is lost is none of these: the stream goes on when it is restored.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RealtimeError {
    /// The server speaks no version of the protocol that this client does.
    #[error("the server speaks DDP {version}, and this client only DDP 1")]
    #[non_exhaustive]
    Version {
        /// The version that the server would speak.
        version: String,
    },
    /// The server lets the client not listen: the room is another visitor's, or there is no such room.
    #[error("the server refuses the subscription to {stream}{}", reason(error.as_deref()))]
    #[non_exhaustive]
    Refused {
        /// What was subscribed to.
        stream: String,
        /// The server's words. Servers up to 6 have none.
        error: Option<Box<DdpError>>,
    },
    /// The client has no login, and what was asked for takes one.
    #[error("no login: what staff sees takes `Client::log_in` or `Client::with_credentials` before")]
    NoLogin,
    /// The server does not take the login.
    #[error("the server refuses the login")]
    Login(#[source] Box<DdpError>),
    /// The conversation cannot be read: the server refuses, and would do so again.
    #[error("the conversation cannot be read")]
    Call(#[source] Box<Error>),
    /// The stream was polled outside of a tokio runtime.
    #[error("there is no tokio runtime: events are to be awaited inside of one")]
    NoRuntime,
}

fn reason(error: Option<&DdpError>) -> String {
    error.map_or_else(String::new, |error| format!(": {error}"))
}
