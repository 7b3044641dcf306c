//! Time zones by name, from data that is compiled in: servers run in containers that have none.

use jiff::{
    civil::DateTime,
    tz::{Offset, TimeZone},
};
use livechat_sdk::Timestamp;

/// The zone with an IANA name, such as `America/Sao_Paulo`.
pub(crate) fn named(name: &str) -> Option<TimeZone> {
    // jiff knows zones of its own besides.
    TimeZone::get(name).ok().filter(|zone| zone.iana_name().is_some())
}

/// How far a zone is ahead of UTC at a time.
pub(crate) fn offset(at: Timestamp, zone: &TimeZone) -> Offset {
    zone.to_offset(instant(at))
}

/// What clocks in a zone show.
pub(crate) fn local(at: Timestamp, zone: &TimeZone) -> DateTime {
    zone.to_datetime(instant(at))
}

/// When clocks in a zone show this. What they skip is as much later; what they show twice is the first time.
pub(crate) fn moment(local: DateTime, zone: &TimeZone) -> Timestamp {
    zone.to_timestamp(local).map_or(Timestamp::MAX, |at| Timestamp::from_millis(at.as_millisecond()))
}

/// jiff's range ends a day before that of timestamps.
fn instant(at: Timestamp) -> jiff::Timestamp {
    jiff::Timestamp::from_millisecond(at.as_millis()).unwrap_or(jiff::Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn zones_come_with_the_program() {
        for name in ["UTC", "America/Sao_Paulo", "Asia/Kolkata", "europe/berlin"] {
            assert!(named(name).is_some(), "{name}");
        }
        for name in ["", "Mars/Olympus", "+07:00", "Etc/Unknown"] {
            assert!(named(name).is_none(), "{name}");
        }
    }

    #[test]
    fn clocks_are_put_forward_and_back() {
        let berlin = named("Europe/Berlin").unwrap();
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let (winter, summer) = (at("2026-03-29T00:59:59Z"), at("2026-03-29T01:00:00Z"));
        assert_eq!(local(winter, &berlin), date(2026, 3, 29).at(1, 59, 59, 0));
        assert_eq!(local(summer, &berlin), date(2026, 3, 29).at(3, 0, 0, 0));
        assert_eq!((offset(winter, &berlin).seconds(), offset(summer, &berlin).seconds()), (3_600, 7_200));
        assert_eq!(moment(date(2026, 3, 29).at(2, 30, 0, 0), &berlin), at("2026-03-29T01:30:00Z"));
        assert_eq!(moment(date(2026, 10, 25).at(2, 30, 0, 0), &berlin), at("2026-10-25T00:30:00Z"));
        assert_eq!(moment(local(Timestamp::MIN, &berlin), &berlin), Timestamp::MIN);
        assert!(moment(local(Timestamp::MAX, &berlin), &berlin) <= Timestamp::MAX);
    }
}
