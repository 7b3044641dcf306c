use std::time::Duration;

use crate::transport::Instant;

/// How often a stream may call the server, whatever the server responds: [`BURST`] times at once, and then once every
/// [`INTERVAL`].
#[derive(Debug)]
pub(super) struct Pace {
    /// When the calls so far would be over if there had been one in each interval.
    paid_until: Instant,
}

/// The calls of a stream that has been silent.
const BURST: u32 = 50;
/// The time between calls in the long run.
const INTERVAL: Duration = Duration::from_millis(200);

impl Pace {
    pub(super) fn new(now: Instant) -> Self {
        Self { paid_until: now }
    }

    /// When the next call may be made.
    pub(super) fn next(&self) -> Instant {
        let credit = INTERVAL * (BURST - 1);
        self.paid_until.checked_sub(credit).unwrap_or(self.paid_until)
    }

    /// Counts a call.
    pub(super) fn count(&mut self, now: Instant) {
        self.paid_until = self.paid_until.max(now) + INTERVAL;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn some_calls_go_at_once_and_more_at_a_pace() {
        let start = Instant::now();
        let (mut pace, mut now) = (Pace::new(start), start);
        let mut calls = Vec::new();
        while calls.len() < 100 {
            now = now.max(pace.next());
            pace.count(now);
            calls.push(now - start);
        }
        assert_eq!(calls[49], Duration::ZERO);
        assert_eq!(calls[50], INTERVAL);
        assert_eq!(calls[99], 50 * INTERVAL);
        assert!(pace.next() > now && pace.next() <= now + INTERVAL);
    }
}
