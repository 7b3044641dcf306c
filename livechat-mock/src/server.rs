//! The front for everybody: an [`Engine`] behind an HTTP server on hyper.

mod accept;
mod builder;
mod connection;
mod control;
mod delivery;
mod event;
mod lines;
mod page;
mod refusal;
mod service;
mod socket;
mod widget;

use std::{fmt, io, net::SocketAddr, sync::Arc};

use tokio::{sync::oneshot, task::JoinSet};

use self::service::Service;
pub use self::{
    builder::ServerBuilder,
    control::ControlAccess,
    event::{Event, Exchange, SocketEnd},
    widget::WidgetError,
};
use crate::Engine;

/// A mock that listens: an [`Engine`] behind an HTTP/1 server.
///
/// It runs as a task on the tokio runtime that it was started on, which must have I/O and time enabled. Dropping it
/// closes its connections without waiting for anything; [`shutdown`](Self::shutdown) lets requests finish first.
///
/// ```
/// use livechat_mock::{Engine, Server};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), livechat_mock::BindError> {
/// let server = Server::bind(Engine::replay(), ([127, 0, 0, 1], 0)).await?;
/// assert!(server.uri().starts_with("http://127.0.0.1:"));
/// server.shutdown().await;
/// # Ok(())
/// # }
/// ```
pub struct Server {
    address: SocketAddr,
    service: Arc<Service>,
    stop: oneshot::Sender<()>,
    /// The one task that accepts connections. As a set, because a set aborts its tasks when it is dropped.
    task: JoinSet<()>,
}

/// No listening at that address.
#[derive(Debug, thiserror::Error)]
#[error("cannot listen on {address}")]
pub struct BindError {
    address: SocketAddr,
    source: io::Error,
}

impl Server {
    /// Serves an engine at an address, with the defaults of [`ServerBuilder`]. Port 0 picks a free one.
    ///
    /// # Errors
    ///
    /// If the system does not let the process listen there, for example because the port is in use.
    pub async fn bind(engine: Engine, address: impl Into<SocketAddr>) -> Result<Self, BindError> {
        Self::builder(engine).bind(address).await
    }

    /// Starts a configuration: the clock, limits, a log, control routes.
    pub fn builder(engine: Engine) -> ServerBuilder {
        ServerBuilder::new(engine)
    }

    /// Where the server listens, with the port that it got.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The base URL for clients, without a trailing slash: `http://127.0.0.1:3000`.
    #[must_use]
    pub fn uri(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Looks into the engine, or changes it, between two requests.
    ///
    /// No request is answered meanwhile, so keep it short. A closure and not a guard, so that the engine cannot be kept
    /// locked across an `.await`, which would stop the server for good.
    pub fn with_engine<T>(&self, look: impl FnOnce(&mut Engine) -> T) -> T {
        look(&mut self.service.engine())
    }

    /// Stops: closes the listening socket and idle connections, and waits until requests that have begun are answered,
    /// at most as long as [`ServerBuilder::shutdown_timeout`] says.
    pub async fn shutdown(self) {
        let Self { stop, mut task, .. } = self;
        // If nobody receives it, the task is over already.
        let _ = stop.send(());
        task.join_next().await;
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server").field("address", &self.address).finish_non_exhaustive()
    }
}

impl BindError {
    /// Where the server was to listen.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What the system said, for example [`io::ErrorKind::AddrInUse`].
    #[must_use]
    pub fn kind(&self) -> io::ErrorKind {
        self.source.kind()
    }
}
