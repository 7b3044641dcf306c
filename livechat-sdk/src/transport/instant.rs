use std::{
    ops::{Add, AddAssign, Sub},
    time::Duration,
};

/// A point in time of a [`Clock`](super::Clock), as the standard library's: in WebAssembly without a system, where that one
/// has no clock, and yours tells the time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(Duration);

impl Instant {
    /// So long after a beginning that the clock chooses, such as what `performance.now()` says.
    #[must_use]
    pub const fn after(beginning: Duration) -> Self {
        Self(beginning)
    }

    /// The time from an earlier point to this one; nothing if the other is later.
    #[must_use]
    pub const fn saturating_duration_since(&self, earlier: Self) -> Duration {
        self.0.saturating_sub(earlier.0)
    }

    /// So much later; `None` beyond the end of time.
    #[must_use]
    pub const fn checked_add(&self, later: Duration) -> Option<Self> {
        match self.0.checked_add(later) {
            Some(since) => Some(Self(since)),
            None => None,
        }
    }

    /// So much earlier; `None` before the beginning.
    #[must_use]
    pub const fn checked_sub(&self, earlier: Duration) -> Option<Self> {
        match self.0.checked_sub(earlier) {
            Some(since) => Some(Self(since)),
            None => None,
        }
    }
}

/// To the end of time at most.
impl Add<Duration> for Instant {
    type Output = Self;

    fn add(self, later: Duration) -> Self {
        Self(self.0.saturating_add(later))
    }
}

impl AddAssign<Duration> for Instant {
    fn add_assign(&mut self, later: Duration) {
        *self = *self + later;
    }
}

/// The time from an earlier point; nothing if the other is later.
impl Sub for Instant {
    type Output = Duration;

    fn sub(self, earlier: Self) -> Duration {
        self.saturating_duration_since(earlier)
    }
}
