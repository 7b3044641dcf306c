use std::{fmt, future::Future, pin::Pin, time::Duration};

use super::Instant;

/// The client's clock: it decides deadlines, waits between attempts and rate limits.
///
/// The default is that of the [transport](super::Transport::clock). With [`ClientBuilder::clock`](crate::ClientBuilder::clock) a
/// test can observe every wait without waiting: its `now` returns a time that the test sets, and its `sleep` records the
/// duration, advances `now` and returns at once.
pub trait Clock: fmt::Debug + Send + Sync + 'static {
    /// The current time. It never goes back.
    fn now(&self) -> Instant;

    /// Waits for this duration.
    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>>;
}

/// The clock of the tokio runtime, which `tokio::time::pause` can stop.
#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
#[derive(Clone, Copy, Debug, Default)]
pub struct TokioClock;

#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
impl Clock for TokioClock {
    fn now(&self) -> Instant {
        tokio::time::Instant::now().into_std()
    }

    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(tokio::time::sleep(duration))
    }
}
