use std::{
    future::Future,
    pin::Pin,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use livechat_sdk::transport::Clock;

/// A clock whose waits are over at once, and noted.
#[derive(Clone, Debug)]
pub(crate) struct TestClock {
    start: Instant,
    waits: Arc<Mutex<Vec<Duration>>>,
}

impl TestClock {
    pub(crate) fn new() -> Self {
        Self { start: Instant::now(), waits: Arc::default() }
    }

    pub(crate) fn waits(&self) -> Vec<Duration> {
        self.waits.lock().unwrap().clone()
    }
}

impl Clock for TestClock {
    fn now(&self) -> Instant {
        self.start + self.waits.lock().unwrap().iter().sum()
    }

    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        self.waits.lock().unwrap().push(duration);
        Box::pin(std::future::ready(()))
    }
}
