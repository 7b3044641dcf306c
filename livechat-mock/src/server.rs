//! The HTTP server: an [`Engine`] behind hyper.

mod accept;
mod body_error;
mod builder;
mod connection;
mod control;
mod delivery;
mod encryption;
mod event;
mod in_flight;
#[cfg(feature = "mock")]
mod in_process;
mod intercept;
mod limits;
mod origins;
mod outgoing;
mod overrides;
mod page;
mod real_time;
mod recording;
mod registry;
mod service;
mod socket;
mod state;
#[cfg(feature = "tls")]
mod tls;
mod webhooks;
mod widget;
mod worlds;

use std::{fmt, io, net::SocketAddr, sync::Arc};

use tokio::{net::TcpListener, sync::oneshot, task::JoinSet};

#[cfg(feature = "mock")]
pub use self::in_process::InProcess;
#[cfg(feature = "wiremock")]
pub(crate) use self::real_time::in_real_time;
#[cfg(not(feature = "mock"))]
use self::service::Service;
#[cfg(feature = "tls")]
pub use self::tls::{TlsError, TlsIdentity};
pub use self::{
    builder::ServerBuilder,
    control::ControlAccess,
    event::{Event, Exchange, SocketEnd},
    recording::{RecordingError, Replay, ReplayError},
    widget::WidgetError,
};
#[cfg(feature = "mock")]
pub(crate) use self::{
    control::{added, cleared},
    intercept::{Intercept, Intercepted, Interception, Reply},
    overrides::{Answer, Condition, Found as FoundOverride, Mounted},
    registry::EngineGuard,
    service::Service,
    state::State,
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
    /// The task's as well.
    listener: Arc<TcpListener>,
    stop: oneshot::Sender<()>,
    /// The one task that accepts connections. As a set, because a set aborts its tasks when it is dropped.
    task: JoinSet<()>,
}

/// The server cannot listen at this address.
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

    /// Listens, within a runtime.
    pub(crate) fn listen(service: Arc<Service>, address: SocketAddr) -> Result<Self, BindError> {
        let failed = |source| BindError { address, source };
        let listener = Arc::new(accept::listen(address).map_err(failed)?);
        let address = listener.local_addr().map_err(failed)?;
        service.state.set_site(&site(service.encryption.scheme(), address));
        let (stop, stopped) = oneshot::channel();
        let mut task = JoinSet::new();
        task.spawn(accept::serve(listener.clone(), service.clone(), stopped));
        Ok(Self { address, service, listener, stop, task })
    }

    /// The address at which the server listens, with its actual port.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The base URL for clients, without a trailing slash: `http://127.0.0.1:3000`, or `https://127.0.0.1:3000`.
    #[must_use]
    pub fn uri(&self) -> String {
        format!("{}://{}", self.service.encryption.scheme(), self.address)
    }

    /// Calls a closure with the engine, between two requests.
    ///
    /// Requests wait meanwhile, so keep it short. It takes a closure and returns no guard, so that the engine cannot stay
    /// locked across an `.await`, which would deadlock the server.
    pub fn with_engine<T>(&self, look: impl FnOnce(&mut Engine) -> T) -> T {
        self.service.state.by_hand(look)
    }

    /// Shuts down gracefully: closes the listening socket and idle connections, and waits for requests in progress, at most
    /// for [`ServerBuilder::shutdown_timeout`].
    pub async fn shutdown(self) {
        let Self { listener, stop, mut task, .. } = self;
        drop(listener);
        // Without a receiver, the task has ended already.
        let _ = stop.send(());
        task.join_next().await;
    }
}

/// Where clients find a server that listens here.
fn site(scheme: &str, address: SocketAddr) -> String {
    if address.ip().is_unspecified() {
        format!("{scheme}://localhost:{}", address.port())
    } else {
        format!("{scheme}://{address}")
    }
}

#[cfg(feature = "mock")]
impl Server {
    /// Closes the listening socket now, and all connections soon, on which no further request is answered. Where the system
    /// does not close a socket that others hold, the server is returned, for [`abort`](Self::abort).
    pub(crate) fn close(self) -> Result<(), Self> {
        // Ours and the task's are one socket: to close it takes both, unless it is shut down.
        match socket2::SockRef::from(&*self.listener).shutdown(std::net::Shutdown::Both) {
            Ok(()) => Ok(()),
            Err(_) => Err(self),
        }
    }

    /// Closes all connections without waiting for anything, and returns when nobody listens any more.
    pub(crate) async fn abort(self) {
        let Self { listener, mut task, .. } = self;
        drop(listener);
        task.shutdown().await;
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server").field("address", &self.address).finish_non_exhaustive()
    }
}

impl BindError {
    /// The address.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The kind of the system's error, for example [`io::ErrorKind::AddrInUse`].
    #[must_use]
    pub fn kind(&self) -> io::ErrorKind {
        self.source.kind()
    }
}
