//! Days of the reporting time zone.

use jiff::{
    civil::{Date, Weekday},
    tz::TimeZone,
};
use livechat_sdk::Timestamp;

use super::Span;
use crate::time_zone;

/// More days are not looked at one by one.
const MOST: i32 = 36_600;

/// Some days of a time zone, from the first to the last.
#[derive(Clone, Debug)]
pub(crate) struct Days {
    zone: TimeZone,
    first: Date,
    last: Date,
}

impl Days {
    /// From one day to another. Of a text, what stands behind the day is ignored. `None` if one is no day, or the two lie more
    /// than a century apart.
    pub(crate) fn between(from: &str, to: &str, zone: TimeZone) -> Option<Self> {
        let (first, last) = (day(from)?, day(to)?);
        let days = (last - first).get_days();
        (days < MOST).then_some(Self { zone, first, last })
    }

    /// How many they are.
    pub(crate) fn count(&self) -> i32 {
        ((self.last - self.first).get_days() + 1).max(0)
    }

    /// From the beginning of the first to the end of the last.
    pub(crate) fn span(&self) -> Span {
        let start = self.start_of(self.first);
        let end = self.last.tomorrow().map_or(Timestamp::MAX, |next| self.start_of(next));
        Span { start, end: Timestamp::from_millis(end.as_millis() - 1) }
    }

    fn start_of(&self, day: Date) -> Timestamp {
        time_zone::moment(day.at(0, 0, 0, 0), &self.zone)
    }

    /// The day on which a time lies.
    pub(crate) fn day_of(&self, at: Timestamp) -> Date {
        time_zone::local(at, &self.zone).date()
    }

    /// The hour of the day at a time.
    pub(crate) fn hour_of(&self, at: Timestamp) -> usize {
        usize::try_from(time_zone::local(at, &self.zone).hour()).unwrap_or_default()
    }

    /// The number of the day on which a time lies, the first being 0.
    pub(crate) fn number_of(&self, at: Timestamp) -> Option<usize> {
        usize::try_from((self.day_of(at) - self.first).get_days()).ok()
    }

    /// All of them.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Date> {
        self.first.series(jiff::Span::new().days(1)).take(usize::try_from(self.count()).unwrap_or_default())
    }
}

/// Reads a day: year, month, day.
fn day(text: &str) -> Option<Date> {
    let mut parts = text.trim().splitn(3, '-');
    let (year, month, rest) = (parts.next()?, parts.next()?, parts.next()?);
    let digits = rest.bytes().take(2).take_while(u8::is_ascii_digit).count();
    Date::new(year.parse().ok()?, month.parse().ok()?, rest.get(..digits)?.parse().ok()?).ok()
}

/// Reads a time as JavaScript does: with its zone, or without one, which is UTC's then; also a day alone.
pub(crate) fn instant(text: &str) -> Option<Timestamp> {
    let with_zone = || text.parse::<Timestamp>().ok();
    let without_zone = || format!("{text}Z").parse::<Timestamp>().ok();
    let without_seconds = || format!("{text}:00Z").parse::<Timestamp>().ok();
    let day_alone = || {
        let is_day = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        is_day.then(|| format!("{text}T00:00:00.000Z").parse().ok()).flatten()
    };
    with_zone().or_else(day_alone).or_else(without_zone).or_else(without_seconds)
}

/// The English name of a day of the week.
pub(crate) fn weekday_name(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}

/// An hour of the day as clocks of twelve hours have it: `12AM`, `7AM`, `11PM`.
pub(crate) fn hour_name(hour: usize) -> String {
    let half = if hour % 24 < 12 { "AM" } else { "PM" };
    format!("{}{half}", (hour + 11) % 12 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn days_are_those_of_the_zone() {
        let berlin = || time_zone::named("Europe/Berlin").unwrap();
        let days = Days::between("2026-03-28T23:00:00Z", "2026-03-29", berlin()).unwrap();
        assert_eq!(days.count(), 2);
        // The second has an hour less.
        let span = Span { start: at("2026-03-27T23:00:00Z"), end: at("2026-03-29T21:59:59.999Z") };
        assert_eq!(days.span(), span);
        assert_eq!(days.iter().map(|day| day.to_string()).collect::<Vec<_>>(), ["2026-03-28", "2026-03-29"]);
        assert_eq!((days.number_of(span.start), days.number_of(span.end)), (Some(0), Some(1)));
        assert_eq!(days.hour_of(at("2026-03-29T01:00:00Z")), 3);
        assert_eq!(Days::between("2026-03-28", "2026-03-20", berlin()).unwrap().iter().count(), 0);
        for (from, to) in
            [("", "2026-03-28"), ("2026-03-28", "soon"), ("2026-02-30", "2026-03-28"), ("0001-01-01", "9999-12-31")]
        {
            assert!(Days::between(from, to, berlin()).is_none(), "{from} {to}");
        }
    }

    #[test]
    fn hours_have_two_halves() {
        let names: Vec<_> = [0, 1, 11, 12, 13, 23, 24].map(hour_name).into();
        assert_eq!(names, ["12AM", "1AM", "11AM", "12PM", "1PM", "11PM", "12AM"]);
    }

    #[test]
    fn a_time_is_read_with_and_without_its_zone() {
        for (text, time) in [
            ("2026-01-02", "2026-01-02T00:00:00Z"),
            ("2026-01-02T03:04", "2026-01-02T03:04:00Z"),
            ("2026-01-02T03:04:05", "2026-01-02T03:04:05Z"),
            ("2026-01-02T03:04:05+01:00", "2026-01-02T02:04:05Z"),
        ] {
            assert_eq!(instant(text), Some(at(time)), "{text}");
        }
        for text in ["", "soon", "2026-02-30", "2026-01-02T", "1767225600000"] {
            assert_eq!(instant(text), None, "{text}");
        }
    }
}
