use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use http::{HeaderMap, HeaderName, header};

use crate::{endpoint::Operation, headers::moment, time::Timestamp, transport::Instant};

const LIMIT: HeaderName = HeaderName::from_static("x-ratelimit-limit");
const REMAINING: HeaderName = HeaderName::from_static("x-ratelimit-remaining");
const RESET: HeaderName = HeaderName::from_static("x-ratelimit-reset");

/// The state of the server's rate limit for an operation, from a response's headers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit {
    /// How many calls the server allows per window; a window has 60 seconds unless the workspace is configured
    /// otherwise.
    pub limit: u64,
    /// How many of them are left.
    pub remaining: u64,
    /// When the window ends, by the server's clock.
    pub resets_at: Timestamp,
    /// How long after the response the window ends, up to a second too long; `None` if the response has no date.
    pub resets_in: Option<Duration>,
}

impl RateLimit {
    pub(super) fn read(headers: &HeaderMap) -> Option<Self> {
        let number = |name| headers.get(name)?.to_str().ok()?.trim_ascii().parse::<u64>().ok();
        let limit = number(LIMIT)?;
        let remaining = number(REMAINING)?;
        let resets_at = Timestamp::from_millis(i64::try_from(number(RESET)?).ok()?);
        // The server's clock and ours need not agree, so its own date is what counts.
        let resets_in = moment(headers, header::DATE).map(|date| resets_at.saturating_since(date));
        Some(Self { limit, remaining, resets_at, resets_in })
    }
}

/// The calls that the server still allows, for each operation, as far as its responses say. Shared by a client's
/// clones.
///
/// It does no I/O: the caller passes the time and does the waiting.
#[derive(Debug, Default)]
pub(super) struct Budgets(Mutex<BTreeMap<Operation, Account>>);

#[derive(Clone, Copy, Debug, Default)]
struct Account {
    /// Calls that were begun and are not over.
    on_their_way: u64,
    /// `None` until the limit is known.
    budget: Option<Budget>,
}

#[derive(Clone, Copy, Debug)]
struct Budget {
    limit: u64,
    /// The server's last count, less the calls that were started since.
    remaining: u64,
    resets_at: Instant,
    /// When to find out whether the window really lasts until then.
    probe_at: Instant,
    /// Whether a call is under way that finds out: no other one is.
    is_probing: bool,
    /// The end of the last known window, by the server's clock; `None` if the server only rejected calls.
    reset: Option<Timestamp>,
    /// Whether the present window is our assumption, after that one.
    assumed: bool,
    /// The longest time that a window was seen to last.
    period: Duration,
}

/// The server computes the end of a window anew for each response: it moves by some milliseconds.
const SAME_WINDOW: Duration = Duration::from_secs(1);
/// The longest window that servers have unless configured otherwise, and the second that `Date` leaves out. Whoever
/// claims a longer one is asked again after this time, by one call.
const LONGEST_WINDOW: Duration = Duration::from_secs(60 + 1);
/// An assumed window lasts as long at least, or the calls that wait for it would ask all the time.
const SHORTEST_WINDOW: Duration = Duration::from_secs(1);
/// A window that lasts longer is a clock that is wrong.
const LONGEST_CLAIM: Duration = Duration::from_secs(24 * 60 * 60);

impl Budgets {
    /// Takes one call out of the budget. [`over`](Self::over) must follow, whatever becomes of the call.
    ///
    /// # Errors
    ///
    /// There is none left: how long until there is.
    pub(super) fn take(&self, operation: Operation, now: Instant) -> Result<(), Duration> {
        let mut accounts = self.lock();
        let account = accounts.entry(operation).or_default();
        if let Some(budget) = &mut account.budget {
            if now >= budget.resets_at {
                // The calls that waited must not all go at once: until a response says otherwise, the new window is
                // like the last. Calls in flight may be counted in it: the end of a window is known late.
                budget.remaining = budget.limit.saturating_sub(account.on_their_way);
                budget.resets_at = now + budget.period;
                budget.probe_at = now + LONGEST_WINDOW;
                budget.is_probing = false;
                budget.assumed = true;
            } else if budget.remaining == 0 && now >= budget.probe_at {
                budget.remaining = 1_u64.saturating_sub(account.on_their_way);
                budget.is_probing = budget.remaining > 0;
                budget.probe_at = now + LONGEST_WINDOW;
            }
            match budget.remaining.checked_sub(1) {
                Some(remaining) => budget.remaining = remaining,
                None => return Err(budget.resets_at.min(budget.probe_at).saturating_duration_since(now)),
            }
        }
        account.on_their_way += 1;
        Ok(())
    }

    /// Records that a call is over: it has a response, failed or was dropped.
    pub(super) fn over(&self, operation: Operation) {
        if let Some(account) = self.lock().get_mut(&operation) {
            account.on_their_way = account.on_their_way.saturating_sub(1);
        }
    }

    /// Puts a call back that never reached the server.
    pub(super) fn give_back(&self, operation: Operation) {
        if let Some(budget) = self.lock().get_mut(&operation).and_then(|account| account.budget.as_mut()) {
            budget.remaining = budget.limit.min(budget.remaining.saturating_add(1));
        }
    }

    /// Updates the budget from the response to a call that is not over yet.
    pub(super) fn observe(&self, operation: Operation, now: Instant, told: &RateLimit) {
        let Some(resets_in) = told.resets_in.and_then(credible) else { return };
        let resets_at = now + resets_in;
        let fresh = Budget {
            limit: told.limit.max(1),
            remaining: told.remaining,
            resets_at,
            probe_at: now + LONGEST_WINDOW,
            is_probing: false,
            reset: Some(told.resets_at),
            assumed: false,
            period: period_of(resets_in),
        };
        let mut accounts = self.lock();
        let Account { on_their_way, budget } = accounts.entry(operation).or_default();
        let Some(known) = budget else {
            *budget = Some(fresh);
            return;
        };
        let period = known.period.max(fresh.period);
        // Calls that are on their way were taken from our count, and perhaps not from the server's yet.
        let remaining = known.remaining.min(told.remaining);
        match known.reset {
            // What was known is in doubt, and no other call is on its way: this response is right.
            _ if known.is_probing => *known = Budget { period, ..fresh },
            None => *known = Budget { remaining, period, ..fresh },
            Some(reset) if apart(reset, told.resets_at) < SAME_WINDOW => {
                if !known.assumed {
                    // Each estimate is late by the response's latency and the truncated seconds: the earliest is the
                    // best.
                    *known = Budget { remaining, period, resets_at: known.resets_at.min(resets_at), ..fresh };
                }
            }
            Some(reset) if told.resets_at > reset => {
                let others = on_their_way.saturating_sub(1);
                let remaining = if known.assumed { remaining } else { told.remaining.saturating_sub(others) };
                *known = Budget { remaining, period, ..fresh };
            }
            // The server's clock was put back.
            Some(reset) if reset.saturating_since(told.resets_at) > period * 2 => {
                *known = Budget { remaining, period, ..fresh };
            }
            // A response that took long may describe a window that is over.
            Some(_) => {}
        }
    }

    /// Records a response without a limit: any assumed window is wrong.
    pub(super) fn observe_none(&self, operation: Operation) {
        if let Some(account) = self.lock().get_mut(&operation) {
            account.budget = account.budget.filter(|budget| !budget.assumed);
        }
    }

    /// Records that the server rejected a call, and for how long.
    pub(super) fn exhausted(&self, operation: Operation, now: Instant, wait: Duration) {
        let Some(wait) = credible(wait) else { return };
        let mut accounts = self.lock();
        let budget = &mut accounts.entry(operation).or_default().budget;
        let period = period_of(wait);
        let (limit, reset, period) =
            budget.map_or((1, None, period), |known| (known.limit, known.reset, known.period.max(period)));
        *budget = Some(Budget {
            limit,
            remaining: 0,
            resets_at: now + wait,
            probe_at: now + LONGEST_WINDOW,
            is_probing: false,
            reset,
            assumed: true,
            period,
        });
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<Operation, Account>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The time until a window ends, if it can be right. None at all says nothing.
fn credible(resets_in: Duration) -> Option<Duration> {
    (!resets_in.is_zero() && resets_in <= LONGEST_CLAIM).then_some(resets_in)
}

/// How long a window lasts of which this was left.
fn period_of(resets_in: Duration) -> Duration {
    resets_in.clamp(SHORTEST_WINDOW, LONGEST_WINDOW)
}

fn apart(a: Timestamp, b: Timestamp) -> Duration {
    a.saturating_since(b).max(b.saturating_since(a))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::endpoint::Endpoint;

    const OPERATION: Operation = crate::visitors::GetVisitor::META.operation();
    const OTHER: Operation = crate::visitors::RegisterVisitor::META.operation();

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (HeaderName::from_static(name), value.parse().unwrap())).collect()
    }

    /// The headers of a response at a second of the server's time.
    fn told(remaining: u64, reset_second: i64, at_second: i64) -> RateLimit {
        let resets_at = Timestamp::from_millis(reset_second * 1000);
        let resets_in = Some(resets_at.saturating_since(Timestamp::from_millis(at_second * 1000)));
        RateLimit { limit: 10, remaining, resets_at, resets_in }
    }

    fn seconds(count: u64) -> Duration {
        Duration::from_secs(count)
    }

    #[test]
    fn headers_are_read_against_the_servers_own_date() {
        let all = headers(&[
            ("x-ratelimit-limit", "10"),
            ("x-ratelimit-remaining", "9"),
            ("x-ratelimit-reset", "784111817500"),
            ("date", "Sun, 06 Nov 1994 08:49:37 GMT"),
        ]);
        let limit = RateLimit::read(&all).unwrap();
        assert_eq!((limit.limit, limit.remaining, limit.resets_at.as_millis()), (10, 9, 784_111_817_500));
        assert_eq!(limit.resets_in, Some(Duration::from_millis(40_500)));
        for missing in ["x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset"] {
            let mut some = all.clone();
            some.remove(missing);
            assert_eq!(RateLimit::read(&some), None);
        }
        for wrong in ["", "-1", "ten", "99999999999999999999999"] {
            let mut some = all.clone();
            some.insert(RESET, wrong.parse().unwrap());
            assert_eq!(RateLimit::read(&some), None);
        }
        for date in ["", "yesterday", "Sun, 99 Nov 1994 08:49:37 GMT"] {
            let mut some = all.clone();
            some.insert(header::DATE, date.parse().unwrap());
            assert_eq!(RateLimit::read(&some).unwrap().resets_in, None);
        }
    }

    #[test]
    fn nothing_is_held_back_until_the_server_told_a_limit() {
        let (budgets, now) = (Budgets::default(), Instant::now());
        for _ in 0..100 {
            assert_eq!(budgets.take(OPERATION, now), Ok(()));
        }
        budgets.observe(OPERATION, now, &told(0, 60, 0));
        assert_eq!(budgets.take(OPERATION, now), Err(seconds(60)));
        assert_eq!(budgets.take(OTHER, now), Ok(()), "each operation has its own budget");
    }

    #[test]
    fn a_used_up_budget_is_full_again_after_the_window() {
        let (budgets, now) = (Budgets::default(), Instant::now());
        budgets.observe(OPERATION, now, &told(2, 60, 20));
        assert_eq!(budgets.take(OPERATION, now), Ok(()));
        assert_eq!(budgets.take(OPERATION, now), Ok(()));
        assert_eq!(budgets.take(OPERATION, now + seconds(15)), Err(seconds(25)));
        budgets.over(OPERATION);
        budgets.over(OPERATION);
        let later = now + seconds(40);
        for _ in 0..10 {
            assert_eq!(budgets.take(OPERATION, later), Ok(()));
        }
        assert_eq!(budgets.take(OPERATION, later), Err(seconds(40)), "an assumed window is like the longest seen");
        budgets.observe(OPERATION, later, &told(9, 121, 61));
        assert_eq!(budgets.take(OPERATION, later), Err(seconds(60)), "and an answer corrects when it ends");
    }

    #[test]
    fn calls_that_are_on_their_way_count() {
        let (budgets, now) = (Budgets::default(), Instant::now());
        budgets.observe(OPERATION, now, &told(3, 60, 0));
        for _ in 0..3 {
            assert_eq!(budgets.take(OPERATION, now), Ok(()));
        }
        // The response to the first of the three.
        budgets.observe(OPERATION, now, &told(2, 60, 0));
        assert!(budgets.take(OPERATION, now).is_err());
        budgets.give_back(OPERATION);
        assert_eq!(budgets.take(OPERATION, now), Ok(()));
    }

    #[test]
    fn calls_that_are_on_their_way_when_a_window_ends_count_in_the_next() {
        let (budgets, now) = (Budgets::default(), Instant::now());
        budgets.observe(OPERATION, now, &RateLimit { limit: 2, ..told(2, 60, 0) });
        assert_eq!(budgets.take(OPERATION, now), Ok(()));
        let later = now + seconds(60);
        assert_eq!(budgets.take(OPERATION, later), Ok(()));
        assert!(budgets.take(OPERATION, later).is_err());
        budgets.over(OPERATION);
        budgets.over(OPERATION);
        let latest = later + seconds(60);
        assert_eq!(budgets.take(OPERATION, latest), Ok(()));
        assert_eq!(budgets.take(OPERATION, latest), Ok(()));
    }

    #[test]
    fn a_server_may_put_its_clock_back_or_forward() {
        for reset in [60 + 3600, 7200 + 60 - 3600] {
            let (budgets, now) = (Budgets::default(), Instant::now());
            budgets.observe(OPERATION, now, &told(1, 7200 + 60, 7200));
            assert_eq!(budgets.take(OPERATION, now), Ok(()));
            budgets.observe(OPERATION, now, &told(0, reset, reset - 30));
            assert_eq!(budgets.take(OPERATION, now), Err(seconds(30)), "{reset}");
        }
    }

    #[test]
    fn late_news_is_no_news() {
        let (budgets, now) = (Budgets::default(), Instant::now());
        budgets.observe(OPERATION, now, &told(0, 120, 60));
        budgets.observe(OPERATION, now, &told(9, 60, 59));
        assert!(budgets.take(OPERATION, now).is_err());
    }

    #[test]
    fn clocks_that_cannot_be_right_are_ignored() {
        let (budgets, now) = (Budgets::default(), Instant::now());
        budgets.observe(OPERATION, now, &told(0, 60, 70));
        budgets.observe(OPERATION, now, &told(0, 60 + 60 * 60 * 24 * 365, 0));
        budgets.observe(OPERATION, now, &RateLimit { resets_in: None, ..told(0, 60, 0) });
        budgets.exhausted(OPERATION, now, Duration::MAX);
        assert_eq!(budgets.take(OPERATION, now), Ok(()));
    }

    #[test]
    fn an_error_response_uses_the_budget_up() {
        let (budgets, now) = (Budgets::default(), Instant::now());
        budgets.exhausted(OPERATION, now, seconds(42));
        assert_eq!(budgets.take(OPERATION, now + seconds(2)), Err(seconds(40)));
        assert_eq!(budgets.take(OPERATION, now + seconds(42)), Ok(()));
    }

    #[test]
    fn a_refusal_for_no_time_holds_nothing_back() {
        let (budgets, now) = (Budgets::default(), Instant::now());
        budgets.exhausted(OPERATION, now, Duration::ZERO);
        assert_eq!(budgets.take(OPERATION, now), Ok(()));
    }

    /// How many calls go out at once before one has to wait, and for how long.
    fn calls_at(budgets: &Budgets, now: Instant) -> (usize, Duration) {
        let mut calls = 0;
        loop {
            match budgets.take(OPERATION, now) {
                Ok(()) => calls += 1,
                Err(wait) => return (calls, wait),
            }
        }
    }

    #[test]
    fn a_call_that_is_put_back_does_not_raise_the_limit() {
        let (budgets, now) = (Budgets::default(), Instant::now());
        budgets.observe(OPERATION, now, &told(10, 60, 0));
        budgets.give_back(OPERATION);
        assert_eq!(calls_at(&budgets, now), (10, seconds(60)));
    }

    const NEARLY_A_DAY: u64 = 24 * 60 * 60 - 60;

    #[test]
    fn nobody_can_block_an_operation_for_a_day() {
        let (budgets, now) = (Budgets::default(), Instant::now());
        let nearly_a_day = i64::try_from(NEARLY_A_DAY).unwrap();
        budgets.observe(OPERATION, now, &told(0, nearly_a_day, 0));
        assert_eq!(calls_at(&budgets, now), (0, LONGEST_WINDOW));
        let later = now + LONGEST_WINDOW;
        assert_eq!(calls_at(&budgets, later), (1, LONGEST_WINDOW), "one call finds out");
        budgets.observe(OPERATION, later, &told(0, nearly_a_day, 61));
        budgets.over(OPERATION);
        assert_eq!(calls_at(&budgets, later), (0, LONGEST_WINDOW), "it is really so");
        let latest = later + LONGEST_WINDOW;
        assert_eq!(calls_at(&budgets, latest), (1, LONGEST_WINDOW));
        budgets.observe(OPERATION, latest, &told(9, 122 + 60, 122));
        budgets.over(OPERATION);
        assert_eq!(calls_at(&budgets, latest), (9, seconds(60)), "it was not so");
        for _ in 0..9 {
            budgets.over(OPERATION);
        }
        assert_eq!(calls_at(&budgets, latest + seconds(60)), (10, LONGEST_WINDOW), "and is forgotten");
    }

    #[test]
    fn a_refusal_for_a_day_is_asked_about_too() {
        let (budgets, now) = (Budgets::default(), Instant::now());
        budgets.observe(OPERATION, now, &told(9, 60, 0));
        budgets.exhausted(OPERATION, now, seconds(NEARLY_A_DAY));
        assert_eq!(calls_at(&budgets, now), (0, LONGEST_WINDOW));
        let later = now + LONGEST_WINDOW;
        assert_eq!(calls_at(&budgets, later), (1, LONGEST_WINDOW));
        budgets.observe(OPERATION, later, &told(4, 120, 61));
        budgets.over(OPERATION);
        assert_eq!(calls_at(&budgets, later), (4, seconds(59)));
    }

    #[test]
    fn what_is_left_of_a_long_window_needs_no_probe_and_a_probe_is_alone() {
        let (budgets, now) = (Budgets::default(), Instant::now());
        budgets.observe(OPERATION, now, &told(3, 3_600, 0));
        let later = now + seconds(600);
        assert_eq!(calls_at(&budgets, later), (3, LONGEST_WINDOW), "calls are on their way: no probe");
        budgets.over(OPERATION);
        budgets.over(OPERATION);
        budgets.over(OPERATION);
        assert_eq!(calls_at(&budgets, later + LONGEST_WINDOW), (1, LONGEST_WINDOW));
        // It never reached the server.
        budgets.give_back(OPERATION);
        budgets.over(OPERATION);
        assert_eq!(calls_at(&budgets, later + LONGEST_WINDOW), (1, LONGEST_WINDOW));
        assert_eq!(calls_at(&budgets, now + seconds(3_600)), (9, LONGEST_WINDOW), "one is on its way");
    }

    #[test]
    fn the_calls_that_wait_do_not_ask_all_the_time() {
        let (budgets, now) = (Budgets::default(), Instant::now());
        budgets.exhausted(OPERATION, now, Duration::from_millis(1));
        assert_eq!(calls_at(&budgets, now), (0, Duration::from_millis(1)));
        assert_eq!(calls_at(&budgets, now + Duration::from_millis(1)), (1, SHORTEST_WINDOW));
    }

    #[test]
    fn a_limit_of_none_lets_one_call_ask_again() {
        let (budgets, now) = (Budgets::default(), Instant::now());
        budgets.observe(OPERATION, now, &RateLimit { limit: 0, ..told(0, 60, 0) });
        assert_eq!(calls_at(&budgets, now + seconds(60)), (1, seconds(60)));
    }

    #[test]
    fn the_same_window_may_end_a_little_later_each_time() {
        let (budgets, now) = (Budgets::default(), Instant::now());
        let late = |remaining, millis| {
            let (resets_at, resets_in) =
                (Timestamp::from_millis(millis), Some(Duration::from_millis(millis.unsigned_abs())));
            RateLimit { limit: 10, remaining, resets_at, resets_in }
        };
        budgets.observe(OPERATION, now, &late(5, 60_000));
        budgets.observe(OPERATION, now, &late(9, 60_500));
        assert_eq!(calls_at(&budgets, now), (5, seconds(60)));
    }

    #[test]
    fn a_rejection_keeps_the_limit_and_the_length_of_the_window() {
        let (budgets, now) = (Budgets::default(), Instant::now());
        budgets.observe(OPERATION, now, &told(3, 60, 0));
        budgets.exhausted(OPERATION, now, seconds(5));
        assert_eq!(calls_at(&budgets, now), (0, seconds(5)));
        assert_eq!(calls_at(&budgets, now + seconds(5)), (10, seconds(60)));
    }

    #[test]
    fn a_response_without_a_limit_ends_an_assumed_window_alone() {
        let (budgets, now) = (Budgets::default(), Instant::now());
        budgets.exhausted(OPERATION, now, seconds(5));
        budgets.observe_none(OPERATION);
        assert_eq!(budgets.take(OPERATION, now), Ok(()));
        budgets.observe(OPERATION, now, &told(0, 60, 0));
        budgets.observe_none(OPERATION);
        assert_eq!(calls_at(&budgets, now), (0, seconds(60)));
    }

    #[test]
    fn a_window_of_the_longest_kind_is_waited_for() {
        let (budgets, now) = (Budgets::default(), Instant::now());
        budgets.observe(OPERATION, now, &told(0, 61, 0));
        assert_eq!(calls_at(&budgets, now + seconds(60)), (0, seconds(1)));
    }

    #[test]
    fn an_assumed_window_is_waited_for_though_no_response_came() {
        let (budgets, now) = (Budgets::default(), Instant::now());
        budgets.observe(OPERATION, now, &RateLimit { limit: 2, ..told(0, 60, 0) });
        let later = now + seconds(60);
        for _ in 0..2 {
            assert_eq!(budgets.take(OPERATION, later), Ok(()));
            budgets.over(OPERATION);
        }
        assert_eq!(budgets.take(OPERATION, later), Err(seconds(60)));
    }

    #[test]
    fn who_asked_in_vain_for_a_probe_puts_nothing_in_doubt() {
        let (budgets, now) = (Budgets::default(), Instant::now());
        budgets.observe(OPERATION, now, &told(1, 3_600, 0));
        assert_eq!(calls_at(&budgets, now), (1, LONGEST_WINDOW));
        let later = now + LONGEST_WINDOW;
        assert_eq!(calls_at(&budgets, later), (0, LONGEST_WINDOW), "one is on its way");
        budgets.observe(OPERATION, later, &told(5, 3_600, 61));
        assert_eq!(calls_at(&budgets, later), (0, LONGEST_WINDOW));
    }

    #[test]
    fn an_older_response_does_not_lift_a_rejection() {
        let (budgets, now) = (Budgets::default(), Instant::now());
        budgets.exhausted(OPERATION, now, seconds(5));
        budgets.observe(OPERATION, now, &told(9, 60, 0));
        assert_eq!(calls_at(&budgets, now), (0, seconds(60)));
    }

    #[test]
    fn an_end_that_is_a_second_later_is_that_of_another_window() {
        let (budgets, now) = (Budgets::default(), Instant::now());
        budgets.observe(OPERATION, now, &told(0, 60, 0));
        budgets.observe(OPERATION, now, &told(9, 61, 1));
        assert_eq!(calls_at(&budgets, now), (9, seconds(60)));
    }

    #[test]
    fn a_lower_count_of_the_same_window_counts_until_the_window_is_over() {
        let (budgets, now) = (Budgets::default(), Instant::now());
        budgets.observe(OPERATION, now, &told(5, 60, 0));
        budgets.observe(OPERATION, now, &told(3, 60, 0));
        assert_eq!(calls_at(&budgets, now), (3, seconds(60)));
        for _ in 0..3 {
            budgets.over(OPERATION);
        }
        let later = now + seconds(60);
        assert_eq!(budgets.take(OPERATION, later), Ok(()));
        budgets.observe(OPERATION, later, &told(3, 60, 59));
        assert_eq!(calls_at(&budgets, later), (9, seconds(60)), "the response was under way for long");
    }

    #[test]
    fn the_next_window_is_as_long_as_the_longest_seen() {
        // What comes second tells of the last ten seconds of a window: the same, the next, and one by an older clock.
        for (is_rejected, second) in [
            (false, told(9, 60, 50)),
            (false, told(9, 120, 110)),
            (false, told(9, 60 - 3600, 50 - 3600)),
            (true, told(9, 60, 50)),
        ] {
            let (budgets, now) = (Budgets::default(), Instant::now());
            if is_rejected {
                budgets.exhausted(OPERATION, now, seconds(60));
            } else {
                budgets.observe(OPERATION, now, &told(10, 60, 0));
            }
            budgets.observe(OPERATION, now + seconds(50), &second);
            assert_eq!(calls_at(&budgets, now + seconds(60)), (10, seconds(60)), "{second:?}");
        }
    }

    #[test]
    fn news_of_one_or_two_windows_ago_changes_nothing() {
        for late_second in [120, 60] {
            let (budgets, now) = (Budgets::default(), Instant::now());
            budgets.observe(OPERATION, now, &told(5, 180, 120));
            budgets.observe(OPERATION, now, &told(2, late_second, late_second - 1));
            assert_eq!(calls_at(&budgets, now), (5, seconds(60)), "{late_second}");
        }
    }

    #[test]
    fn calls_on_their_way_count_though_the_clock_was_put_back() {
        let (budgets, now) = (Budgets::default(), Instant::now());
        budgets.observe(OPERATION, now, &told(1, 7_260, 7_200));
        assert_eq!(budgets.take(OPERATION, now), Ok(()));
        budgets.observe(OPERATION, now, &told(9, 3_660, 3_630));
        assert_eq!(calls_at(&budgets, now), (0, seconds(30)));
    }

    proptest! {
        /// Against a server with a fixed window: whatever the order of calls and responses, no more calls go out in one
        /// window than the server allows, once its limit is known.
        #[test]
        fn calls_never_exceed_what_the_server_takes(
            limit in 1_u64..6,
            steps in proptest::collection::vec((0_u64..9, 0_u64..7), 1..80),
        ) {
            let (budgets, start) = (Budgets::default(), Instant::now());
            let mut elapsed = 0_u64;
            let (mut window, mut used) = (0, 1);
            // The first response has the limit.
            let answer = |window: u64, used: u64, at: u64| {
                let resets_at = Timestamp::from_millis(i64::try_from((window + 1) * 10_000).unwrap());
                let resets_in = Duration::from_secs((window + 1) * 10 - at);
                RateLimit { limit, remaining: limit.saturating_sub(used), resets_at, resets_in: Some(resets_in) }
            };
            budgets.observe(OPERATION, start, &answer(0, 1, 0));
            let mut on_their_way = Vec::new();
            for (pause, delay) in steps {
                elapsed += pause;
                let now = start + seconds(elapsed);
                if elapsed / 10 != window {
                    (window, used) = (elapsed / 10, 0);
                }
                on_their_way.retain(|(due, told)| {
                    let arrived = *due <= elapsed;
                    if arrived {
                        budgets.observe(OPERATION, now, told);
                        budgets.over(OPERATION);
                    }
                    !arrived
                });
                match budgets.take(OPERATION, now) {
                    Ok(()) => {
                        used += 1;
                        prop_assert!(used <= limit, "{used} calls in a window of {limit}");
                        on_their_way.push((elapsed + delay, answer(window, used, elapsed)));
                    }
                    Err(wait) => prop_assert!(!wait.is_zero()),
                }
            }
        }
    }
}
