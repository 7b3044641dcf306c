//! Times of a week, in UTC.

use livechat_sdk::{
    Timestamp,
    model::{WeekTime, Weekday},
};

/// Minutes of a day.
pub(super) const DAY: u32 = 24 * 60;
/// Minutes of a week, which begins on Monday.
pub(super) const WEEK: u32 = 7 * DAY;
pub(super) const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// From a minute of the week on, up to another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) start: u32,
    pub(super) finish: u32,
}

impl Span {
    /// A span may go on into the next week.
    pub(super) fn contains(self, minute: u32) -> bool {
        let Self { start, finish } = self;
        if start <= finish { start <= minute && minute < finish } else { start <= minute || minute < finish }
    }
}

/// The minute of the week at a time.
pub(super) fn minute_of_week(at: Timestamp) -> u32 {
    // The year 1970 began on a Thursday.
    let minutes = at.as_millis().div_euclid(60_000) + 3 * i64::from(DAY);
    u32::try_from(minutes.rem_euclid(i64::from(WEEK))).unwrap_or_default()
}

/// How many seconds of a stretch of time are inside of these spans, which do not overlap.
pub(super) fn seconds_inside(spans: &[Span], from: Timestamp, to: Timestamp) -> f64 {
    const MINUTE: i64 = 60_000;
    let week = i64::from(WEEK) * MINUTE;
    // A clock may be set to any time; no conversation lasts longer than some hundred years.
    let to = to.as_millis();
    let from = from.as_millis().max(to.saturating_sub(6_000 * week));
    if from >= to {
        return 0.0;
    }
    let monday = from.saturating_sub(from.saturating_add(3 * i64::from(DAY) * MINUTE).rem_euclid(week));
    let mut millis = 0;
    // A span of the week before may go on into the first one.
    for start in (monday.saturating_sub(week)..to).step_by(usize::try_from(week).unwrap_or(usize::MAX)) {
        for span in spans {
            let finish = if span.start <= span.finish { span.finish } else { span.finish + WEEK };
            let at = |minute: u32| start.saturating_add(i64::from(minute) * MINUTE);
            let (opens, closes) = (at(span.start), at(finish));
            millis += (closes.min(to) - opens.max(from)).max(0);
        }
    }
    millis as f64 / 1_000.0
}

/// The minute of a day, from `08:00` or `08:00:00`.
pub(crate) fn clock_time(text: &str) -> Option<u32> {
    let mut parts = text.split(':').map(|part| part.parse::<u32>().ok());
    let (hours, minutes) = (parts.next()??, parts.next()??);
    (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)
}

/// What the server says of a time that it cannot read.
const INVALID: &str = "Invalid date";

/// A time of a day that is so many seconds ahead of UTC, as a time of the week there.
pub(super) fn week_time(day: &Weekday, minute: Option<u32>, offset: i32) -> WeekTime {
    let day = DAYS.iter().position(|known| *known == day.as_str()).and_then(|day| u32::try_from(day).ok());
    let (Some(day), Some(minute)) = (day, minute) else { return WeekTime::new(INVALID, INVALID) };
    let minute = i64::from(day * DAY + minute) - i64::from(offset) / 60;
    let minute = u32::try_from(minute.rem_euclid(i64::from(WEEK))).unwrap_or_default();
    let name = usize::try_from(minute / DAY).ok().and_then(|day| DAYS.get(day)).copied().unwrap_or_default();
    WeekTime::new(name, format!("{:02}:{:02}", minute % DAY / 60, minute % 60))
}

/// The minute of the week that a time stands for.
pub(super) trait MinuteOfWeek {
    /// `None` if it cannot be read.
    fn minute(&self) -> Option<u32>;
}

impl MinuteOfWeek for WeekTime {
    fn minute(&self) -> Option<u32> {
        let day = DAYS.iter().position(|known| *known == self.day_of_week.as_str())?;
        Some(u32::try_from(day).ok()? * DAY + clock_time(&self.time)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_may_be_another_day_elsewhere() {
        let time = |day: &str, text: &str, offset| {
            let time = week_time(&day.into(), clock_time(text), offset);
            (time.day_of_week.as_str().to_owned(), time.time.clone(), time.minute())
        };
        assert_eq!(time("Monday", "08:00:00", 25_200), ("Monday".to_owned(), "01:00".to_owned(), Some(60)));
        assert_eq!(time("Monday", "00:00", 19_800), ("Sunday".to_owned(), "18:30".to_owned(), Some(6 * DAY + 1_110)));
        assert_eq!(time("Sunday", "23:00", -10_800), ("Monday".to_owned(), "02:00".to_owned(), Some(120)));
        for (day, text) in
            [("Funday", "08:00"), ("Monday", "8"), ("Monday", "24:00"), ("Monday", "08:60"), ("Monday", "")]
        {
            assert_eq!(time(day, text, 0), (INVALID.to_owned(), INVALID.to_owned(), None));
        }
    }

    #[test]
    fn what_is_inside_of_spans_is_counted() {
        // A Monday at midnight, and minutes from there on.
        let at = |minute: i64| Timestamp::from_millis(1_767_571_200_000 + minute * 60_000);
        let week = i64::from(WEEK);
        let (morning, weekend) = (Span { start: 480, finish: 720 }, Span { start: WEEK - 60, finish: 30 });
        for (spans, from, to, minutes) in [
            (&[morning][..], 0, 1_440, 240),
            (&[morning], 500, 510, 10),
            (&[morning], 0, 480, 0),
            (&[morning], 720, 480, 0),
            (&[morning], 700, week + 500, 40),
            (&[morning], 0, 10 * week, 2_400),
            (&[weekend], 0, 100, 30),
            (&[weekend], week - 100, week + 100, 90),
            (&[morning, weekend], -10, 600, 160),
            (&[], 0, 1_440, 0),
        ] {
            let seconds = seconds_inside(spans, at(from), at(to));
            assert!((seconds - f64::from(minutes * 60)).abs() < 1e-9, "{spans:?} {from} {to}: {seconds}");
        }
        let none = seconds_inside(&[morning], Timestamp::from_millis(i64::MIN), Timestamp::from_millis(i64::MIN));
        let most = seconds_inside(&[morning], Timestamp::from_millis(i64::MIN), at(0));
        assert!(none.abs() < 1e-9 && (most - 6_000.0 * 240.0 * 60.0).abs() < 1e-3, "{most}");
    }

    #[test]
    fn a_span_may_go_on_into_the_next_week() {
        let span = |start, finish| Span { start, finish };
        assert!(span(1, 3).contains(1) && span(1, 3).contains(2) && !span(1, 3).contains(3) && !span(1, 3).contains(0));
        assert!(
            span(WEEK - 1, 2).contains(WEEK - 1) && span(WEEK - 1, 2).contains(1) && !span(WEEK - 1, 2).contains(2)
        );
        assert_eq!(minute_of_week(Timestamp::from_millis(1_767_571_200_000)), 0);
        assert_eq!(minute_of_week(Timestamp::from_millis(1_767_571_200_000 - 1)), WEEK - 1);
    }
}
