//! What a client does, told as it happens.

use std::time::Duration;

use crate::{endpoint::Operation, error::Error};

/// Is told what a client does, for metrics. Set by [`ClientBuilder::observer`](crate::ClientBuilder::observer).
///
/// ```no_run
/// use std::sync::atomic::{AtomicU64, Ordering};
/// use livechat_sdk::{Client, Observation, Observer};
///
/// #[derive(Default)]
/// struct Retries(AtomicU64);
///
/// impl Observer for Retries {
///     fn observe(&self, observation: &Observation<'_>) {
///         if let Observation::AttemptFinished { number: 2.., .. } = observation {
///             self.0.fetch_add(1, Ordering::Relaxed);
///         }
///     }
/// }
///
/// let client = Client::builder("http://localhost:3000").observer(Retries::default()).build()?;
/// # Ok::<(), livechat_sdk::BuildError>(())
/// ```
///
/// # OpenTelemetry
///
/// Calls are [`tracing`] spans with the names of OpenTelemetry's conventions for HTTP clients, so that a layer that exports spans
/// needs nothing more. For metrics, [`Observation::CallFinished`] has what the histogram `http.client.request.duration` takes;
/// the example `telemetry` records it:
///
/// | Attribute | Value |
/// | --- | --- |
/// | `http.request.method` | `operation.method().as_str()` |
/// | `url.template` | `operation.template()` |
/// | `server.address`, `server.port` | `server_address`, `server_port` |
/// | `http.response.status_code` | the status, or [`Error::status`] |
/// | `error.type` | [`Error::error_type`] |
///
/// The template has places such as `{token}` and never a token. `url.full`, which the conventions have too, is left out for
/// that reason. A span is a call with all of its attempts; [`Observation::AttemptFinished`] tells each of those.
pub trait Observer: Send + Sync + 'static {
    /// Something happened. This is called in the midst of a call, and must not block.
    fn observe(&self, observation: &Observation<'_>);
}

/// What a client does. None of it holds a secret.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Observation<'a> {
    /// A call begins.
    #[non_exhaustive]
    CallStarted {
        /// The operation.
        operation: Operation,
    },
    /// The client waits, because the server's rate limit is used up, or before another attempt.
    #[non_exhaustive]
    Waiting {
        /// The operation.
        operation: Operation,
        /// For how long.
        wait: Duration,
        /// Whether it is for the rate limit; otherwise it is before another attempt.
        is_rate_limit: bool,
    },
    /// A request was sent, and there is a response or none.
    #[non_exhaustive]
    AttemptFinished {
        /// The operation.
        operation: Operation,
        /// Its number within the call, from 1 on.
        number: u32,
        /// The HTTP status code; `None` without a response.
        status: Option<u16>,
        /// How long it took.
        elapsed: Duration,
    },
    /// A call is over. One whose future is dropped before has no end.
    #[non_exhaustive]
    CallFinished {
        /// The operation.
        operation: Operation,
        /// The host of the client's base URL.
        server_address: &'a str,
        /// Its port.
        server_port: u16,
        /// How many requests were sent.
        attempts: u32,
        /// How long it took, with all attempts and the waits between them.
        elapsed: Duration,
        /// The HTTP status code of a success, or why there is none. Whether the body can be read shows later.
        result: Result<u16, &'a Error>,
    },
    /// A stream of events opens a WebSocket.
    SocketOpening,
    /// A WebSocket is open.
    SocketOpened,
    /// A WebSocket could not be opened, or was lost or closed.
    SocketClosed,
}
