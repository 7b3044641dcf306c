use std::time::Duration;

use crate::{ddp::USER_TYPING, transport::Instant};

/// When to send typing notifications.
#[derive(Debug, Default)]
pub(super) struct Typing {
    /// When `user-typing` was last sent.
    sent: Option<Instant>,
    /// When the reader counts as idle; `None` while nobody types.
    idle: Option<Instant>,
    /// Whether the last notification says that somebody is typing.
    is_shown: bool,
}

/// The interval between notifications.
const PACE: Duration = Duration::from_millis(4500);
/// How long after the last key the reader counts as idle.
const IDLE: Duration = Duration::from_secs(5);

/// The activities of a `user-activity`.
type Activities = &'static [&'static str];

impl Typing {
    pub(super) fn set(&mut self, is_typing: bool, now: Instant) -> Option<Activities> {
        self.idle = is_typing.then(|| now + IDLE);
        self.poll_activities(now)
    }

    /// The activities to send now.
    pub(super) fn poll_activities(&mut self, now: Instant) -> Option<Activities> {
        if self.idle.is_none_or(|idle| idle <= now) {
            self.idle = None;
            return std::mem::take(&mut self.is_shown).then_some(&[]);
        }
        if self.due().is_some_and(|due| due > now) {
            return None;
        }
        // It is repeated after further keys, not as time passes.
        let is_news = !self.is_shown || self.idle.is_some_and(|idle| idle == now + IDLE);
        is_news.then(|| {
            self.sent = Some(now);
            self.is_shown = true;
            &[USER_TYPING] as Activities
        })
    }

    fn due(&self) -> Option<Instant> {
        self.sent.map(|sent| sent + PACE)
    }

    /// When to call [`poll_activities`](Self::poll_activities).
    pub(super) fn poll_timeout(&self) -> Option<Instant> {
        let idle = self.idle?;
        if self.is_shown { Some(idle) } else { self.due().map(|due| due.min(idle)).or(Some(idle)) }
    }

    /// Resets the state: the connection is gone, and with it the notifications.
    pub(super) fn reset(&mut self) {
        *self = Self { sent: self.sent, ..Self::default() };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TYPES: Option<Activities> = Some(&[USER_TYPING]);
    const IDLES: Option<Activities> = Some(&[]);

    #[test]
    fn it_is_told_at_a_pace_and_taken_back() {
        let start = Instant::now();
        let at = |millis| start + Duration::from_millis(millis);
        let mut typing = Typing::default();
        assert_eq!(typing.set(false, at(0)), None);
        assert_eq!(typing.set(true, at(0)), TYPES);
        assert_eq!(typing.set(true, at(4499)), None);
        assert_eq!(typing.set(true, at(4500)), TYPES);
        assert_eq!(typing.poll_timeout(), Some(at(9500)));
        assert_eq!(typing.poll_activities(at(9499)), None);
        assert_eq!(typing.poll_activities(at(9500)), IDLES);
        assert_eq!((typing.poll_timeout(), typing.poll_activities(at(9600))), (None, None));
    }

    #[test]
    fn who_goes_on_after_a_stop_is_shown_as_soon_as_the_pace_allows() {
        let start = Instant::now();
        let at = |millis| start + Duration::from_millis(millis);
        let mut typing = Typing::default();
        assert_eq!(typing.set(true, at(0)), TYPES);
        assert_eq!(typing.set(false, at(100)), IDLES);
        assert_eq!(typing.set(true, at(200)), None);
        assert_eq!(typing.poll_timeout(), Some(at(4500)));
        assert_eq!(typing.poll_activities(at(4500)), TYPES);
        typing.reset();
        assert_eq!((typing.poll_timeout(), typing.set(false, at(4600))), (None, None));
        assert_eq!(typing.set(true, at(4700)), None, "the pace outlives the connection");
        assert_eq!(typing.set(true, at(9000)), TYPES);
    }
}
