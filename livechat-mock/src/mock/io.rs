//! The runtimes that serve all mocks of a process, so that none ends with the runtime of a test.

use std::{
    array,
    future::Future,
    net::{Ipv4Addr, SocketAddr},
    sync::{
        Arc, LazyLock,
        atomic::{AtomicUsize, Ordering::Relaxed},
        mpsc,
    },
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

/// Mocks take turns. One thread each: those of one runtime wake each other for every request, which made a test take 1.4 times
/// as long. It is of the kind that has several, so that a condition of a test may block it: others go on on another thread.
#[expect(clippy::expect_used, reason = "without threads there is nothing to test")]
static RUNTIMES: LazyLock<[Runtime; 2]> = LazyLock::new(|| {
    array::from_fn(|_| {
        Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("livechat-mock")
            .enable_all()
            .build()
            .expect("the system starts the threads of the mock")
    })
});

/// The next of them.
fn runtime() -> &'static Runtime {
    static TURN: AtomicUsize = AtomicUsize::new(0);
    &RUNTIMES[TURN.fetch_add(1, Relaxed) % RUNTIMES.len()]
}

/// Listens on a free port of the loopback interface.
pub(super) fn listen(service: Arc<Service>) -> Result<Server, BindError> {
    let _context = runtime().enter();
    Server::listen(service, SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))
}

/// Runs a future there, until it is over or the returned one is dropped; `None` if it panicked.
pub(super) async fn run<T: Send + 'static>(work: impl Future<Output = T> + Send + 'static) -> Option<T> {
    let mut task = JoinSet::new();
    task.spawn_on(work, runtime().handle());
    task.join_next().await?.ok()
}

/// Stops a server. Nobody responds at its address afterwards.
pub(super) fn stop(server: Server) {
    let Err(server) = server.close() else { return };
    let (stopped, is_stopped) = mpsc::channel();
    runtime().spawn(async move {
        server.abort().await;
        let _ = stopped.send(());
    });
    // It takes microseconds, unless the process ends meanwhile.
    let _ = is_stopped.recv_timeout(Duration::from_secs(1));
}
