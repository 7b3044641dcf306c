//! The time that a transport tells the engine, which reads no clock itself.

use std::time::Duration;

use livechat_sdk::Timestamp;
use tokio::sync::watch;

/// The time that a running mock goes by: its dates, rate limits, agents, business hours, and the `Date` of its responses.
///
/// Clones are cheap and show the same time: a test keeps one, gives the other to the mock and moves both. Whatever is due
/// happens as soon as the clock is moved, also for clients that only listen.
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
///
/// What waits for the network does so by the machine's time: timeouts, heartbeats of WebSockets, the delays of
/// [faults](crate::Fault). A clock that leaps ahead must not cut a connection that is well.
#[derive(Clone, Debug)]
pub struct Clock(watch::Sender<Time>);

#[derive(Clone, Copy, Debug)]
pub(crate) enum Time {
    /// It runs, so many milliseconds ahead of the system's clock.
    Ahead(i64),
    /// It stands still here, in milliseconds since 1970.
    Frozen(i64),
}

impl Clock {
    /// The system's clock. It can be set and advanced, and then runs on from there.
    #[must_use]
    pub fn system() -> Self {
        Self(watch::Sender::new(Time::Ahead(0)))
    }

    /// A clock that stands still at `start` until it is set, advanced or [resumed](Self::resume).
    #[must_use]
    pub fn manual(start: Timestamp) -> Self {
        Self(watch::Sender::new(Time::Frozen(start.as_millis())))
    }

    /// A clock of its own that shows the same time now, and stands still if this one does.
    #[must_use]
    pub fn fork(&self) -> Self {
        Self(watch::Sender::new(*self.0.borrow()))
    }

    /// What the clock shows, to the millisecond.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.borrow().shows())
    }

    /// Moves the clock forward, at most to [`Timestamp::MAX`].
    pub fn advance(&self, duration: Duration) {
        let by = i64::try_from(duration.as_millis()).unwrap_or(i64::MAX);
        self.0.send_modify(|(Time::Ahead(millis) | Time::Frozen(millis))| *millis = millis.saturating_add(by));
    }

    /// Sets the clock to a time, which may be earlier than what it shows. It goes on running, or standing still.
    pub fn set(&self, to: Timestamp) {
        self.0.send_modify(|time| *time = time.at(to.as_millis()));
    }

    /// Stops the clock, until it is set, advanced or [resumed](Self::resume). One that stands still stays as it is.
    pub fn freeze(&self) {
        self.0.send_modify(|time| *time = Time::Frozen(time.shows()));
    }

    /// Lets the clock run on from what it shows.
    pub fn resume(&self) {
        self.0.send_modify(|time| *time = Time::Ahead(0).at(time.shows()));
    }

    /// Whether it stands still.
    #[must_use]
    pub fn is_frozen(&self) -> bool {
        matches!(*self.0.borrow(), Time::Frozen(_))
    }

    /// Tells when the clock is moved by hand.
    pub(crate) fn watch(&self) -> watch::Receiver<Time> {
        self.0.subscribe()
    }
}

impl Time {
    /// The time to show, in milliseconds since 1970.
    fn shows(self) -> i64 {
        match self {
            Self::Ahead(millis) => system().saturating_add(millis),
            Self::Frozen(millis) => millis,
        }
    }

    /// The same kind of time, to show these milliseconds now.
    fn at(self, millis: i64) -> Self {
        match self {
            Self::Ahead(_) => Self::Ahead(millis.saturating_sub(system())),
            Self::Frozen(_) => Self::Frozen(millis),
        }
    }
}

fn system() -> i64 {
    Timestamp::now().as_millis()
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

    #[test]
    fn a_clock_is_frozen_and_resumed_where_it_is() {
        let clock = Clock::system();
        clock.set(Timestamp::from_millis(1_000));
        clock.freeze();
        let frozen = clock.now();
        assert!(clock.is_frozen() && frozen.saturating_since(Timestamp::from_millis(1_000)) < MINUTE);
        clock.freeze();
        assert_eq!(clock.now(), frozen);
        clock.resume();
        assert!(!clock.is_frozen() && clock.now() >= frozen);
        assert!(clock.now().saturating_since(frozen) < MINUTE);
    }
}
