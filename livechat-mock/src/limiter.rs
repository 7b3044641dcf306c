//! The rate limiter: so many calls of an operation from one address, or of a method by one user, in one window of time.

use std::{collections::HashMap, net::IpAddr};

use livechat_sdk::{Timestamp, UserId, endpoint::CallLimit};

/// How many calls in how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Limit {
    pub(crate) calls: u64,
    pub(crate) millis: u64,
}

impl From<CallLimit> for Limit {
    fn from(limit: CallLimit) -> Self {
        Self { calls: limit.calls(), millis: u64::try_from(limit.window().as_millis()).unwrap_or(u64::MAX) }
    }
}

/// What is left of a limit after a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Quota {
    pub(crate) limit: u64,
    pub(crate) remaining: u64,
    /// When the window ends.
    pub(crate) reset: Timestamp,
    /// Whether the call is one too many.
    pub(crate) exceeded: bool,
}

/// What is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Called {
    /// An operation, by its place in the table of operations.
    Operation(usize),
    /// A method of realtime.
    Method(&'static str),
}

/// Whose calls are counted together.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Caller {
    Address(IpAddr),
    /// All who are not logged in count as one.
    User(Option<UserId>),
    Everybody,
}

/// Counts calls. The window of what is called begins with its first call and is the same for all callers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Limiter {
    windows: HashMap<Called, Window>,
}

#[derive(Clone, Debug)]
struct Window {
    start: Timestamp,
    calls: HashMap<Caller, u64>,
}

impl Limiter {
    /// Counts a call.
    pub(crate) fn take(&mut self, called: Called, limit: Limit, by: Caller, now: Timestamp) -> Quota {
        let window = self.windows.entry(called).or_insert_with(|| Window { start: now, calls: HashMap::new() });
        let lasts = i64::try_from(limit.millis).unwrap_or(i64::MAX);
        let end = |start: Timestamp| Timestamp::from_millis(start.as_millis().saturating_add(lasts));
        // A clock that was set back begins a window too.
        if now >= end(window.start) || now < window.start {
            *window = Window { start: now, calls: HashMap::new() };
        }
        let calls = window.calls.entry(by).or_default();
        *calls = calls.saturating_add(1);
        Quota {
            limit: limit.calls,
            remaining: limit.calls.saturating_sub(*calls),
            reset: end(window.start),
            exceeded: *calls > limit.calls,
        }
    }
}

impl Quota {
    /// The whole seconds that are left of the window, at least one.
    pub(crate) fn seconds(&self, now: Timestamp) -> u64 {
        let millis = self.reset.saturating_since(now).as_millis();
        u64::try_from(millis.div_ceil(1000)).unwrap_or(u64::MAX).max(1)
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    const LIMIT: Limit = Limit { calls: 2, millis: 60_000 };
    const HERE: Caller = Caller::Address(IpAddr::V4(Ipv4Addr::LOCALHOST));
    const THERE: Caller = Caller::Address(IpAddr::V4(Ipv4Addr::new(10, 0, 0, 1)));
    const IT: Called = Called::Operation(0);

    #[test]
    fn a_window_is_fixed_and_the_same_for_all_addresses() {
        let mut limiter = Limiter::default();
        let mut take = |from, second: i64| limiter.take(IT, LIMIT, from, Timestamp::from_millis(second * 1000));
        let (end, end_of_next) = (Timestamp::from_millis(60_000), Timestamp::from_millis(120_000));
        assert_eq!(take(HERE, 0), Quota { limit: 2, remaining: 1, reset: end, exceeded: false });
        assert_eq!(take(THERE, 30), Quota { limit: 2, remaining: 1, reset: end, exceeded: false });
        assert_eq!(take(HERE, 40), Quota { limit: 2, remaining: 0, reset: end, exceeded: false });
        let over = take(HERE, 42);
        assert_eq!(over, Quota { limit: 2, remaining: 0, reset: end, exceeded: true });
        assert_eq!(over.seconds(Timestamp::from_millis(42_001)), 18);
        assert_eq!(take(HERE, 60), Quota { limit: 2, remaining: 1, reset: end_of_next, exceeded: false });
    }

    #[test]
    fn a_clock_that_was_set_back_begins_a_window() {
        let mut limiter = Limiter::default();
        let mut take = |second: i64| limiter.take(IT, LIMIT, HERE, Timestamp::from_millis(second * 1000));
        let quota = |remaining, end: i64| {
            let reset = Timestamp::from_millis(end * 1000);
            Quota { limit: 2, remaining, reset, exceeded: false }
        };
        assert_eq!(take(100), quota(1, 160));
        assert_eq!(take(100), quota(0, 160), "the same moment is in the same window");
        assert_eq!(take(99), quota(1, 159));
        assert_eq!(take(158), quota(0, 159));
    }

    #[test]
    fn at_least_one_second_is_left() {
        let quota = Quota { limit: 2, remaining: 0, reset: Timestamp::from_millis(1000), exceeded: true };
        let seconds = |now| quota.seconds(Timestamp::from_millis(now));
        assert_eq!([seconds(-1001), seconds(-1000), seconds(0), seconds(1), seconds(1000)], [3, 2, 1, 1, 1]);
    }

    #[test]
    fn users_are_counted_one_by_one_and_strangers_together() {
        let mut limiter = Limiter::default();
        let mut take = |by| limiter.take(Called::Method("m"), LIMIT, by, Timestamp::from_millis(0)).remaining;
        let user = |id: &str| Caller::User(Some(id.into()));
        assert_eq!([take(user("ann")), take(user("ann")), take(user("eve"))], [1, 0, 1]);
        assert_eq!([take(Caller::User(None)), take(Caller::User(None)), take(Caller::Everybody)], [1, 0, 1]);
    }

    #[test]
    fn operations_have_windows_of_their_own() {
        let mut limiter = Limiter::default();
        let now = Timestamp::from_millis(0);
        for _ in 0..3 {
            limiter.take(IT, LIMIT, HERE, now);
        }
        assert!(!limiter.take(Called::Operation(1), LIMIT, HERE, now).exceeded);
    }
}
