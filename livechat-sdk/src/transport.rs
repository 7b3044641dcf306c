//! How a [`Client`](crate::Client) reaches its server: the seam for another HTTP stack, for tests without sockets, and for
//! what wraps either.
//!
//! [`Transport`] is one method to begin with: a request in, a response out. reqwest is behind the client unless
//! [`ClientBuilder::transport`](crate::ClientBuilder::transport) names another.
//!
//! ```
//! use http::{Request, Response};
//! use livechat_sdk::{Client, transport::{Body, Sending, Transport}};
//!
//! /// Says to every call that there is no such visitor.
//! struct AlwaysInvalidToken;
//!
//! impl Transport for AlwaysInvalidToken {
//!     fn send(&self, _request: Request<Body>) -> Sending<'_> {
//!         let body = r#"{"success":false,"error":"[invalid-token]","errorType":"invalid-token"}"#;
//!         Box::pin(async move { Ok(Response::builder().status(400).body(Body::from(body)).expect("a valid response")) })
//!     }
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), livechat_sdk::BuildError> {
//! let client = Client::builder("http://chat.example.com").transport(AlwaysInvalidToken).build()?;
//! let error = client.get_visitor("iNKE8a6k6cjbqWhWd").await.unwrap_err();
//! assert_eq!(error.status(), Some(400));
//! # Ok(())
//! # }
//! ```
//!
//! What the client does stays with the client: logins, deadlines, retries, rate limits, routes, decoding. A transport moves
//! bytes, once for each time that it is asked to.

mod body;
mod clock;
mod error;
#[cfg(all(target_family = "wasm", target_os = "unknown"))]
mod instant;
#[cfg(feature = "reqwest")]
mod on_reqwest;
#[cfg(feature = "realtime")]
mod socket;

use std::{future::Future, pin::Pin, sync::Arc};

use http::{Request, Response};

/// A point in time of a [`Clock`]: the standard library's.
#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
pub use std::time::Instant;

#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
pub use self::clock::TokioClock;
pub(crate) use self::error::SendErrorKind;
#[cfg(all(target_family = "wasm", target_os = "unknown"))]
pub use self::instant::Instant;
#[cfg(feature = "reqwest")]
pub use self::on_reqwest::ReqwestTransport;
pub use self::{body::Body, clock::Clock, error::SendError};
#[cfg(feature = "realtime")]
pub use self::{
    error::NoSocket,
    socket::{Frame, Socket},
};

/// The future of [`Transport::send`].
pub type Sending<'a> = Pin<Box<dyn Future<Output = Result<Response<Body>, SendError>> + Send + 'a>>;

/// The future of [`Transport::connect`].
#[cfg(feature = "realtime")]
pub type Connecting<'a> = Pin<Box<dyn Future<Output = Result<Socket, NoSocket>> + Send + 'a>>;

/// What a client sends its requests through. See the [module](self) for a whole one.
pub trait Transport: Send + Sync + 'static {
    /// Sends a request and returns the response, when its head is there.
    ///
    /// The address is absolute, and it and the headers are complete, but for what is the connection's own: `Host`,
    /// `Content-Length`, `Transfer-Encoding`. The body of an upload is read piece by piece, as it is sent: that is what its
    /// progress is counted by, and what tells a slow upload from one that stalls.
    ///
    /// The request is sent once, no redirect is followed, and the body of the response is as the server meant it: whoever
    /// decompresses it takes `Content-Length` away. A body that is longer or shorter than that is an error of the call.
    ///
    /// The client drops the future when the call is over or cancelled, and what is left of it should stop then. It need not
    /// watch the time.
    ///
    /// # Errors
    ///
    /// [`SendError`] says what its kinds mean for the call. A status such as 500 is none: that is a response.
    fn send(&self, request: Request<Body>) -> Sending<'_>;

    /// Opens a WebSocket.
    ///
    /// The address begins with `http` or `https`, and the headers of the handshake are in the request, for those who send
    /// them themselves. No message of more than `longest_message` bytes need be read. The default has no WebSockets, so
    /// that streams of events [poll](crate::Events).
    ///
    /// # Errors
    ///
    /// [`NoSocket`] says what comes next: another attempt, or polling.
    #[cfg(feature = "realtime")]
    fn connect(&self, _request: Request<()>, _longest_message: usize) -> Connecting<'_> {
        Box::pin(std::future::ready(Err(NoSocket::Refused)))
    }

    /// The clock by which calls and streams of events through this transport wait, and end where nothing comes. Asked for
    /// once for each client. The tokio runtime's by default; in WebAssembly without a system, where tokio has none, there is no
    /// default.
    ///
    /// [`ClientBuilder::clock`](crate::ClientBuilder::clock) replaces it for what a client decides (retries, rate limits,
    /// deadlines); attempts that hang, and streams of events, go by this one always.
    #[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
    fn clock(&self) -> Arc<dyn Clock> {
        Arc::new(TokioClock)
    }

    /// The clock by which calls and streams of events through this transport wait, and end where nothing comes. Asked for
    /// once for each client.
    #[cfg(all(target_family = "wasm", target_os = "unknown"))]
    fn clock(&self) -> Arc<dyn Clock>;
}

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(&self, request: Request<Body>) -> Sending<'_> {
        (**self).send(request)
    }

    #[cfg(feature = "realtime")]
    fn connect(&self, request: Request<()>, longest_message: usize) -> Connecting<'_> {
        (**self).connect(request, longest_message)
    }

    fn clock(&self) -> Arc<dyn Clock> {
        (**self).clock()
    }
}
