//! The time limit for the heads of a connection's requests.

use std::{
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll, ready},
    time::Duration,
};

use hyper::rt::{Sleep, Timer};
use tokio::time::{self, Instant, sleep_until};

/// A timer for one connection, which the runtime is told of once.
///
/// hyper wants a sleep for each head, and drops it when the head is there. A sleep of the runtime's would be entered
/// into its timers and taken out again for each request. This one stays, and is moved when it fires too early.
#[derive(Clone, Default)]
pub(super) struct HeadTimer(Arc<Mutex<Option<Pin<Box<time::Sleep>>>>>);

struct HeadSleep {
    deadline: Instant,
    timer: HeadTimer,
}

impl Timer for HeadTimer {
    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Sleep>> {
        self.sleep_until(self.now() + duration)
    }

    fn sleep_until(&self, deadline: std::time::Instant) -> Pin<Box<dyn Sleep>> {
        Box::pin(HeadSleep { deadline: deadline.into(), timer: self.clone() })
    }

    fn now(&self) -> std::time::Instant {
        Instant::now().into()
    }
}

impl Future for HeadSleep {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let mut kept = self.timer.0.lock().unwrap_or_else(PoisonError::into_inner);
        let sleep = kept.get_or_insert_with(|| Box::pin(sleep_until(self.deadline)));
        if sleep.deadline() > self.deadline {
            sleep.as_mut().reset(self.deadline);
        }
        loop {
            ready!(sleep.as_mut().poll(cx));
            if sleep.deadline() >= self.deadline {
                return Poll::Ready(());
            }
            sleep.as_mut().reset(self.deadline);
        }
    }
}

impl Sleep for HeadSleep {}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    const LIMIT: Duration = Duration::from_secs(10);

    /// A timer whose sleep, of the whole limit, was dropped before its end.
    fn with_one_dropped() -> HeadTimer {
        let timer = HeadTimer::default();
        assert!(timer.sleep(LIMIT).now_or_never().is_none(), "it ends at once");
        timer
    }

    #[tokio::test(start_paused = true)]
    async fn each_sleep_takes_as_long_as_it_was_asked_to() {
        let timer = HeadTimer::default();
        for limit in [LIMIT, LIMIT, LIMIT / 2, LIMIT * 2] {
            let began = Instant::now();
            timer.sleep(limit).await;
            assert_eq!(began.elapsed(), limit);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_sleep_that_is_dropped_does_not_cut_the_next_one_short() {
        let timer = with_one_dropped();
        time::advance(LIMIT / 2).await;

        let began = Instant::now();
        timer.sleep(LIMIT).await;
        assert_eq!(began.elapsed(), LIMIT);
    }

    #[tokio::test(start_paused = true)]
    async fn a_sleep_may_end_before_one_that_was_dropped() {
        let timer = with_one_dropped();

        let began = Instant::now();
        timer.sleep(LIMIT / 2).await;
        assert_eq!(began.elapsed(), LIMIT / 2);
    }
}
