//! When to ping a silent client, and when to give up.

use std::time::Duration;

/// The heartbeat of one connection: after one interval of silence a ping is due, after another it gives up.
///
/// It reads no clock: each call takes the age of the connection. Any frame counts as a sign of life.
#[derive(Clone, Debug)]
pub(crate) struct Heartbeat {
    interval: Duration,
    /// When the last frame arrived.
    heard: Duration,
    /// When a ping was sent, if no frame arrived since.
    asked: Option<Duration>,
}

/// What to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Beat {
    /// Nothing until the connection has this age.
    Rest(Duration),
    /// Send a ping.
    Ping,
    /// Close the connection.
    GiveUp,
}

impl Heartbeat {
    pub(crate) fn new(interval: Duration) -> Self {
        Self { interval, heard: Duration::ZERO, asked: None }
    }

    /// A frame arrived.
    pub(crate) fn heard(&mut self, at: Duration) {
        self.heard = self.heard.max(at);
        self.asked = None;
    }

    /// What to do now.
    pub(crate) fn beat(&mut self, at: Duration) -> Beat {
        let due = self.asked.unwrap_or(self.heard).saturating_add(self.interval);
        if at < due {
            return Beat::Rest(due);
        }
        if self.asked.is_some() {
            return Beat::GiveUp;
        }
        self.asked = Some(at);
        Beat::Ping
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn at(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn silence_is_asked_about_once_and_then_ends_it() {
        let mut heartbeat = Heartbeat::new(at(15));
        assert_eq!(heartbeat.beat(at(0)), Beat::Rest(at(15)));
        assert_eq!(heartbeat.beat(at(15)), Beat::Ping);
        assert_eq!(heartbeat.beat(at(15)), Beat::Rest(at(30)));
        assert_eq!(heartbeat.beat(at(30)), Beat::GiveUp);
    }

    #[test]
    fn any_frame_counts_as_life() {
        let mut heartbeat = Heartbeat::new(at(15));
        heartbeat.heard(at(10));
        assert_eq!(heartbeat.beat(at(15)), Beat::Rest(at(25)));
        assert_eq!(heartbeat.beat(at(25)), Beat::Ping);
        heartbeat.heard(at(39));
        assert_eq!(heartbeat.beat(at(40)), Beat::Rest(at(54)));
        // A beat that comes late asks first all the same.
        assert_eq!(heartbeat.beat(at(400)), Beat::Ping);
        assert_eq!(heartbeat.beat(at(400)), Beat::Rest(at(415)));
    }

    #[test]
    fn a_huge_interval_never_ends() {
        let mut heartbeat = Heartbeat::new(Duration::MAX);
        assert_eq!(heartbeat.beat(at(1)), Beat::Rest(Duration::MAX));
    }
}
