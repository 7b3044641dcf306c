//! The transport of clients over HTTP, which a test's paused clock does not touch.

use std::{
    future::Future,
    pin::Pin,
    sync::Arc,
    time::{Duration, Instant},
};

use http::Request;
use livechat_sdk::{
    BuildError,
    transport::{Body, Clock, Connecting, NoSocket, ReqwestTransport, SendError, Sending, Transport},
};

use super::io;

/// A transport to a mock over HTTP, on connections of its own. Made by
/// [`LivechatMock::over_http`](crate::LivechatMock::over_http).
///
/// It runs on the runtime that serves the mocks, and its clock is the machine's. So a client may go from one runtime of a test
/// to another, and calls do not time out where a test pauses tokio's clock, which leaps ahead whenever all wait for a socket.
/// It uses no proxy, whatever the environment says.
#[derive(Clone, Debug)]
pub struct OverHttp(ReqwestTransport);

impl OverHttp {
    pub(super) fn new() -> Result<Self, BuildError> {
        ReqwestTransport::without_proxy().map(Self)
    }
}

impl Transport for OverHttp {
    fn send(&self, request: Request<Body>) -> Sending<'_> {
        let transport = self.0.clone();
        Box::pin(async move {
            let sent = io::run(async move { transport.send(request).await }).await;
            sent.unwrap_or_else(|| Err(SendError::interrupted("the runtime of the mocks has ended")))
        })
    }

    fn connect(&self, request: Request<()>, longest_message: usize) -> Connecting<'_> {
        let transport = self.0.clone();
        Box::pin(async move {
            let opened = io::run(async move { transport.connect(request, longest_message).await }).await;
            opened.unwrap_or(Err(NoSocket::Broken))
        })
    }

    fn clock(&self) -> Arc<dyn Clock> {
        Arc::new(MachineClock)
    }
}

/// The machine's clock, also where a test has paused that of its runtime.
#[derive(Debug)]
struct MachineClock;

impl Clock for MachineClock {
    fn now(&self) -> Instant {
        Instant::now()
    }

    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(async move {
            io::run(async move { tokio::time::sleep(duration).await }).await;
        })
    }
}
