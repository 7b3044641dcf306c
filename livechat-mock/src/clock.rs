//! The time that a transport tells the engine, which reads no clock itself.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering::Relaxed},
    },
    time::Duration,
};

use livechat_sdk::Timestamp;

/// The time that a running mock goes by.
///
/// Clones are cheap and show the same time: a test keeps one, gives the other to the mock and moves both.
///
/// ```
/// use std::time::Duration;
///
/// use livechat_mock::Clock;
///
/// let clock = Clock::manual("2018-09-21T14:10:56.529Z".parse()?);
/// clock.advance(Duration::from_secs(60));
/// assert_eq!(clock.now().to_string(), "2018-09-21T14:11:56.529Z");
/// # Ok::<(), livechat_sdk::ParseTimestampError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Clock {
    runs: bool,
    /// Milliseconds: the time itself if the clock stands still, else how far it is ahead of the system's.
    millis: Arc<AtomicI64>,
}

impl Clock {
    /// The system's clock. It can be set and advanced, and then runs on from there.
    #[must_use]
    pub fn system() -> Self {
        Self { runs: true, millis: Arc::default() }
    }

    /// A clock that stands still at `start` until it is set or advanced.
    #[must_use]
    pub fn manual(start: Timestamp) -> Self {
        Self { runs: false, millis: Arc::new(AtomicI64::new(start.as_millis())) }
    }

    /// What the clock shows, to the millisecond.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.origin().saturating_add(self.millis.load(Relaxed)))
    }

    /// Moves the clock forward, at most to [`Timestamp::MAX`].
    pub fn advance(&self, duration: Duration) {
        let by = i64::try_from(duration.as_millis()).unwrap_or(i64::MAX);
        // An update that always gives a value does not fail.
        let _ = self.millis.fetch_update(Relaxed, Relaxed, |millis| Some(millis.saturating_add(by)));
    }

    /// Sets the clock to a time, which may be earlier than what it shows.
    pub fn set(&self, to: Timestamp) {
        self.millis.store(to.as_millis() - self.origin(), Relaxed);
    }

    fn origin(&self) -> i64 {
        if self.runs { Timestamp::now().as_millis() } else { 0 }
    }
}

impl Default for Clock {
    fn default() -> Self {
        Self::system()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: Duration = Duration::from_secs(60);

    #[test]
    fn a_manual_clock_moves_only_when_told() {
        let start = Timestamp::from_millis(1_000);
        let clock = Clock::manual(start);
        assert_eq!(clock.now(), start);
        clock.clone().advance(MINUTE);
        assert_eq!(clock.now(), Timestamp::from_millis(61_000));
        clock.set(start);
        assert_eq!(clock.now(), start);
        clock.advance(Duration::MAX);
        assert_eq!(clock.now(), Timestamp::MAX);
    }

    #[test]
    fn the_system_clock_runs_on_from_where_it_was_set() {
        let clock = Clock::system();
        let before = Timestamp::now();
        clock.advance(MINUTE);
        assert!(clock.now() >= before.saturating_add(MINUTE));
        clock.set(Timestamp::from_millis(0));
        assert!(clock.now().saturating_since(Timestamp::from_millis(0)) < MINUTE);
    }
}
