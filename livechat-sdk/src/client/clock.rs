use std::{
    fmt,
    future::Future,
    pin::Pin,
    time::{Duration, Instant},
};

/// What the client tells time by: deadlines, waits between attempts, rate limits.
///
/// The default is tokio's clock. Another one lets a test see every wait without waiting: `now` answers what the test
/// says, and `sleep` notes the duration, moves `now` on and is done at once.
pub trait Clock: fmt::Debug + Send + Sync + 'static {
    /// The present. It never goes back.
    fn now(&self) -> Instant;

    /// Waits for so long.
    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>>;
}

/// The clock of the tokio runtime, which `tokio::time::pause` can stop.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct TokioClock;

impl Clock for TokioClock {
    fn now(&self) -> Instant {
        tokio::time::Instant::now().into_std()
    }

    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(tokio::time::sleep(duration))
    }
}
