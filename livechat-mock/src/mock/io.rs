//! The runtime that serves all mocks of a process, so that none ends with the runtime of a test.

use std::{
    future::Future,
    net::{Ipv4Addr, SocketAddr},
    sync::{Arc, LazyLock, mpsc},
    time::Duration,
};

use tokio::{
    runtime::{Builder, Runtime},
    task::JoinSet,
};

use crate::{
    BindError,
    server::{Server, Service},
};

/// Two threads: a condition of a test may block one.
const THREADS: usize = 2;

#[expect(clippy::expect_used, reason = "without threads there is nothing to test")]
static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    Builder::new_multi_thread()
        .worker_threads(THREADS)
        .thread_name("livechat-mock")
        .enable_all()
        .build()
        .expect("the system starts the threads of the mock")
});

/// Listens on a free port of the loopback interface.
pub(super) fn listen(service: Arc<Service>) -> Result<Server, BindError> {
    let _context = RUNTIME.enter();
    Server::listen(service, SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))
}

/// Runs a future there, until it is over or the returned one is dropped; `None` if it panicked.
pub(super) async fn run<T: Send + 'static>(work: impl Future<Output = T> + Send + 'static) -> Option<T> {
    let mut task = JoinSet::new();
    task.spawn_on(work, RUNTIME.handle());
    task.join_next().await?.ok()
}

/// Stops a server. Nobody responds at its address afterwards.
pub(super) fn stop(server: Server) {
    let Err(server) = server.close() else { return };
    let (stopped, is_stopped) = mpsc::channel();
    RUNTIME.spawn(async move {
        server.abort().await;
        let _ = stopped.send(());
    });
    // It takes microseconds, unless the process ends meanwhile.
    let _ = is_stopped.recv_timeout(Duration::from_secs(1));
}
