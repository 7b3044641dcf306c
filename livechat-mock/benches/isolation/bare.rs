//! The least that a server of its own costs a test: hyper, answering the same bytes to all, on a port of its own.

use std::{array, convert::Infallible, io, net::SocketAddr, sync::LazyLock};

use bytes::Bytes;
use http::{Request, Response, header::CONTENT_TYPE};
use http_body_util::{BodyExt, Full};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use tokio::{
    net::TcpListener,
    runtime::{Builder, Handle, Runtime},
    task::JoinSet,
};

/// Two threads that outlive the tests, as those of the mock do.
static THREADS: LazyLock<[io::Result<Runtime>; 2]> =
    LazyLock::new(|| array::from_fn(|_| Builder::new_multi_thread().worker_threads(1).enable_all().build()));

/// It ends when it is dropped.
pub(crate) struct Bare {
    pub(crate) address: SocketAddr,
    _task: JoinSet<()>,
}

impl Bare {
    /// Serves on the test's own thread.
    pub(crate) fn here(body: &'static str) -> io::Result<Self> {
        Self::on(&Handle::current(), body)
    }

    /// Serves on one of two other threads.
    pub(crate) fn elsewhere(turn: usize, body: &'static str) -> io::Result<Self> {
        match &THREADS[turn % THREADS.len()] {
            Ok(runtime) => Self::on(runtime.handle(), body),
            Err(error) => Err(error.kind().into()),
        }
    }

    fn on(runtime: &Handle, body: &'static str) -> io::Result<Self> {
        let _context = runtime.enter();
        let listener = std::net::TcpListener::bind(("127.0.0.1", 0))?;
        listener.set_nonblocking(true)?;
        let (address, listener) = (listener.local_addr()?, TcpListener::from_std(listener)?);
        let mut task = JoinSet::new();
        task.spawn(accept(listener, body));
        Ok(Self { address, _task: task })
    }
}

async fn accept(listener: TcpListener, body: &'static str) {
    let mut connections = JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        // An error is a client that went away.
        let _ = stream.set_nodelay(true);
        let service = service_fn(move |request| answer(request, body));
        connections.spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
    }
}

async fn answer(request: Request<Incoming>, body: &'static str) -> Result<Response<Full<Bytes>>, Infallible> {
    // An error is a client that went away.
    let _ = request.into_body().collect().await;
    let mut response = Response::new(Full::from(body));
    response.headers_mut().insert(CONTENT_TYPE, http::HeaderValue::from_static("application/json"));
    Ok(response)
}
