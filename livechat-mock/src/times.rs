//! How many requests are expected.

use std::{
    fmt,
    ops::{Range, RangeFrom, RangeFull, RangeInclusive, RangeTo, RangeToInclusive},
};

/// How many requests are expected: a number or a range. `LivechatMock`'s overrides take it.
///
/// ```
/// use livechat_mock::Times;
///
/// assert_eq!(Times::from(1).to_string(), "1 request");
/// assert_eq!(Times::from(2..=3).to_string(), "2 to 3 requests");
/// assert_eq!(Times::from(1..).to_string(), "at least 1 request");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Times {
    /// The least and the most, both included.
    least: u64,
    most: u64,
}

impl Times {
    pub(crate) fn contains(self, times: u64) -> bool {
        (self.least..=self.most).contains(&times)
    }
}

impl fmt::Display for Times {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { least, most } = *self;
        let requests = |number| if number == 1 { "request" } else { "requests" };
        match (least, most) {
            // A range such as `3..2`.
            _ if least > most => f.write_str("a number of requests that does not exist"),
            (0, u64::MAX) => f.write_str("any number of requests"),
            _ if least == most => write!(f, "{least} {}", requests(least)),
            (_, u64::MAX) => write!(f, "at least {least} {}", requests(least)),
            (0, _) => write!(f, "at most {most} {}", requests(most)),
            _ => write!(f, "{least} to {most} requests"),
        }
    }
}

impl From<u64> for Times {
    fn from(times: u64) -> Self {
        Self { least: times, most: times }
    }
}

impl From<RangeFull> for Times {
    fn from(_: RangeFull) -> Self {
        Self { least: 0, most: u64::MAX }
    }
}

impl From<RangeFrom<u64>> for Times {
    fn from(range: RangeFrom<u64>) -> Self {
        Self { least: range.start, most: u64::MAX }
    }
}

impl From<RangeInclusive<u64>> for Times {
    fn from(range: RangeInclusive<u64>) -> Self {
        Self { least: *range.start(), most: *range.end() }
    }
}

impl From<RangeToInclusive<u64>> for Times {
    fn from(range: RangeToInclusive<u64>) -> Self {
        Self { least: 0, most: range.end }
    }
}

impl From<Range<u64>> for Times {
    fn from(range: Range<u64>) -> Self {
        match range.end.checked_sub(1) {
            Some(most) => Self { least: range.start, most },
            // Nothing is below 0.
            None => Self { least: 1, most: 0 },
        }
    }
}

impl From<RangeTo<u64>> for Times {
    fn from(range: RangeTo<u64>) -> Self {
        Self::from(0..range.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_range_means_what_it_does_in_rust() {
        for times in 0..6 {
            assert_eq!(Times::from(3).contains(times), times == 3);
            assert_eq!(Times::from(2..4).contains(times), (2..4).contains(&times));
            assert_eq!(Times::from(2..=4).contains(times), (2..=4).contains(&times));
            assert_eq!(Times::from(2..).contains(times), (2..).contains(&times));
            assert_eq!(Times::from(..2).contains(times), (..2).contains(&times));
            assert_eq!(Times::from(..=2).contains(times), (..=2).contains(&times));
            assert!(Times::from(..).contains(times));
            assert!(!Times::from(..0).contains(times));
            assert!(!Times::from(2..2).contains(times));
        }
    }

    #[test]
    fn they_read_as_one_would_say_them() {
        for (times, text) in [
            (Times::from(0), "0 requests"),
            (Times::from(..), "any number of requests"),
            (Times::from(..3), "at most 2 requests"),
            (Times::from(..0), "a number of requests that does not exist"),
        ] {
            assert_eq!(times.to_string(), text);
        }
    }
}
