use std::time::Duration;

/// Which calls are retried, and after how long.
///
/// An idempotent operation is retried after a lost connection, an attempt that timed out, or a 502, 503 or 504. Any
/// other operation is retried only if it certainly was not executed: the connection was refused, or the server
/// responded with 429. The client waits as long as the server asks, and never shorter than the backoff. A wait that would
/// end after the call's deadline ([`ClientBuilder::timeout`](crate::ClientBuilder::timeout)) is not started: the error is
/// returned at once.
///
/// ```
/// use std::time::Duration;
/// use livechat_sdk::RetryPolicy;
///
/// let policy = RetryPolicy::default().max_attempts(5).base_delay(Duration::from_millis(50));
/// ```
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub struct RetryPolicy {
    max_attempts: u32,
    base_delay: Duration,
    max_delay: Duration,
    jitter: f64,
    attempt_timeout: Option<Duration>,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            max_attempts: 3,
            base_delay: Duration::from_millis(200),
            max_delay: Duration::from_secs(5),
            jitter: 0.5,
            attempt_timeout: None,
        }
    }
}

impl RetryPolicy {
    /// A policy with one attempt.
    pub fn none() -> Self {
        Self { max_attempts: 1, ..Self::default() }
    }

    /// The maximum number of attempts, including the first. 3 by default; 0 counts as 1.
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts.max(1);
        self
    }

    /// The backoff after the first attempt. 200 ms by default. It doubles with each attempt.
    pub fn base_delay(mut self, delay: Duration) -> Self {
        self.base_delay = delay;
        self
    }

    /// The longest backoff. 5 seconds by default. A wait that the server asks for may be longer.
    pub fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// The jitter: the fraction by which a wait is shortened at most, at random, so that clients do not return all at
    /// once. From 0 (never) to 1 (down to no wait), 0.5 by default; other values are clamped.
    pub fn jitter(mut self, part: f64) -> Self {
        self.jitter = if part.is_nan() { 0.0 } else { part.clamp(0.0, 1.0) };
        self
    }

    /// How long one attempt of an operation that is safe to repeat may take. By default as long as the whole call.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = Some(timeout);
        self
    }

    /// The time limit of one attempt, if it has one of its own.
    pub(super) fn limit_of_attempt(&self, idempotent: bool) -> Option<Duration> {
        self.attempt_timeout.filter(|_| idempotent)
    }

    /// How long to wait before the next attempt, or `None` to give up.
    pub(super) fn next(&self, attempt: &Attempt) -> Option<Duration> {
        if attempt.number >= self.max_attempts {
            return None;
        }
        let wait = match attempt.outcome {
            Outcome::NotDone { wait } => wait,
            Outcome::MaybeDone { wait } if attempt.idempotent => wait,
            Outcome::MaybeDone { .. } | Outcome::Final => return None,
        };
        let backoff = self.backoff(attempt.number, attempt.random);
        let wait = wait.map_or(backoff, |asked| asked.max(backoff));
        (wait < attempt.time_left).then_some(wait)
    }

    fn backoff(&self, attempt: u32, random: f64) -> Duration {
        let doubled = self.base_delay.saturating_mul(2_u32.saturating_pow(attempt.saturating_sub(1)));
        let longest = doubled.min(self.max_delay);
        // The longest durations have no exact number of seconds as a float.
        Duration::try_from_secs_f64(longest.as_secs_f64() * (1.0 - self.jitter * random)).unwrap_or(longest)
    }
}

/// An attempt that produced no response to return.
#[derive(Clone, Copy, Debug)]
pub(super) struct Attempt {
    /// The first is 1.
    pub(super) number: u32,
    /// Whether the operation is safe to repeat.
    pub(super) idempotent: bool,
    pub(super) outcome: Outcome,
    /// Until the call's deadline.
    pub(super) time_left: Duration,
    /// A random number from 0 up to, but not including, 1.
    pub(super) random: f64,
}

/// The outcome of a failed attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// The call was not executed: the server was not reached, or said so.
    NotDone {
        /// The wait that the server asks for.
        wait: Option<Duration>,
    },
    /// The call may have been executed, and the server may recover.
    MaybeDone {
        /// The wait that the server asks for.
        wait: Option<Duration>,
    },
    /// A retry would have the same result.
    Final,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const LONG: Duration = Duration::from_secs(3600);
    const NOT_DONE: Outcome = Outcome::NotDone { wait: None };

    #[test]
    fn the_longest_delays_are_no_overflow() {
        let policy = RetryPolicy::default().base_delay(Duration::MAX).max_delay(Duration::MAX).jitter(0.0);
        assert_eq!(policy.backoff(1, 0.0), Duration::MAX);
        assert!(policy.jitter(0.5).backoff(u32::MAX, 0.5) >= Duration::MAX / 2);
    }
    const MAYBE_DONE: Outcome = Outcome::MaybeDone { wait: None };

    fn attempt(number: u32, idempotent: bool, outcome: Outcome) -> Attempt {
        Attempt { number, idempotent, outcome, time_left: LONG, random: 0.0 }
    }

    #[test]
    fn only_what_may_be_repeated_is() {
        let policy = RetryPolicy::default();
        for (idempotent, outcome, again) in [
            (true, NOT_DONE, true),
            (true, MAYBE_DONE, true),
            (true, Outcome::Final, false),
            (false, NOT_DONE, true),
            (false, MAYBE_DONE, false),
            (false, Outcome::Final, false),
        ] {
            let next = policy.next(&attempt(1, idempotent, outcome));
            assert_eq!(next.is_some(), again, "{idempotent} {outcome:?}");
        }
    }

    #[test]
    fn waits_double_up_to_a_limit_and_chance_shortens_them() {
        let policy = RetryPolicy::default().max_attempts(99);
        let waits: Vec<_> =
            (1..=7).map(|number| policy.next(&attempt(number, true, NOT_DONE)).unwrap().as_millis()).collect();
        assert_eq!(waits, [200, 400, 800, 1600, 3200, 5000, 5000]);
        let halfway = Attempt { random: 0.5, ..attempt(1, true, NOT_DONE) };
        assert_eq!(policy.next(&halfway), Some(Duration::from_millis(150)));
        assert_eq!(policy.clone().jitter(7.0).next(&halfway), Some(Duration::from_millis(100)));
        assert_eq!(policy.jitter(f64::NAN).next(&halfway), Some(Duration::from_millis(200)));
    }

    #[test]
    fn waits_begin_at_the_base_delay_and_end_at_the_longest() {
        let millis = Duration::from_millis;
        let policy = RetryPolicy::default().max_attempts(99).base_delay(millis(30)).max_delay(millis(100)).jitter(0.0);
        let waits: Vec<_> = (1..=4).map(|number| policy.next(&attempt(number, true, NOT_DONE)).unwrap()).collect();
        assert_eq!(waits, [30, 60, 100, 100].map(millis));
        assert_eq!(policy.max_delay(millis(10)).next(&attempt(1, true, NOT_DONE)), Some(millis(10)));
    }

    #[test]
    fn attempts_are_as_many_as_the_policy_says() {
        for (policy, attempts) in [
            (RetryPolicy::default(), 3),
            (RetryPolicy::default().max_attempts(2), 2),
            (RetryPolicy::default().max_attempts(0), 1),
            (RetryPolicy::none(), 1),
        ] {
            let next = |number| policy.next(&attempt(number, true, NOT_DONE));
            assert_eq!((1..9).find(|number| next(*number).is_none()), Some(attempts), "{policy:?}");
        }
    }

    #[test]
    fn only_attempts_that_may_be_repeated_have_a_limit_of_their_own() {
        let limit = Duration::from_secs(1);
        let policy = RetryPolicy::default().attempt_timeout(limit);
        assert_eq!([true, false].map(|idempotent| policy.limit_of_attempt(idempotent)), [Some(limit), None]);
        assert_eq!(RetryPolicy::default().limit_of_attempt(true), None);
    }

    #[test]
    fn the_servers_word_beats_the_backoff_but_not_the_deadline() {
        let wait = Duration::from_secs(42);
        let asked = attempt(1, false, Outcome::NotDone { wait: Some(wait) });
        assert_eq!(RetryPolicy::default().next(&asked), Some(wait));
        let short = Attempt { time_left: wait, ..asked };
        assert_eq!(RetryPolicy::default().next(&short), None);
    }

    #[test]
    fn no_word_of_the_server_makes_a_wait_shorter_than_the_backoff() {
        for millis in [0, 1, 199] {
            let asked = Outcome::NotDone { wait: Some(Duration::from_millis(millis)) };
            let next = RetryPolicy::default().next(&attempt(1, true, asked));
            assert_eq!(next, Some(Duration::from_millis(200)), "{millis}");
        }
    }

    proptest! {
        #[test]
        fn it_ends_and_never_waits_past_the_deadline(
            number: u32, max: u32, idempotent: bool, random in 0.0..1.0, left: u32, base: u64, cap: u64, jitter: f64,
            wait: Option<u32>, done: bool,
        ) {
            let wait = wait.map(|millis| Duration::from_millis(millis.into()));
            let outcome = if done { Outcome::MaybeDone { wait } } else { Outcome::NotDone { wait } };
            let time_left = Duration::from_millis(left.into());
            let policy = RetryPolicy::default()
                .max_attempts(max)
                .base_delay(Duration::from_millis(base))
                .max_delay(Duration::from_millis(cap))
                .jitter(jitter);
            let next = policy.next(&Attempt { number, idempotent, outcome, time_left, random });
            prop_assert!(next.is_none_or(|wait| wait < time_left && number < max.max(1)));
        }
    }
}
