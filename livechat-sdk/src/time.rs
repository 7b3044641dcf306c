//! Points in time as the server writes them.

use std::{
    borrow::Cow,
    fmt,
    str::FromStr,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::wire::NUMBER;

/// A point in time, in milliseconds of UTC.
///
/// Written as the server does (`2018-09-21T14:10:56.529Z`). Read from that, from any other ISO 8601 text with a zone,
/// from a number of milliseconds since 1970, and from the `{"$date": milliseconds}` of the realtime side.
///
/// ```
/// use livechat_sdk::Timestamp;
///
/// let ts: Timestamp = "2018-09-21T14:10:56.529Z".parse()?;
/// assert_eq!(ts.as_millis(), 1_537_539_056_529);
/// assert_eq!(ts.to_string(), "2018-09-21T14:10:56.529Z");
/// # Ok::<(), livechat_sdk::ParseTimestampError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

/// A text that is not a point in time.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{input:?} is not an ISO 8601 date and time with a zone, such as 2018-09-21T14:10:56.529Z")]
pub struct ParseTimestampError {
    input: String,
}

impl Timestamp {
    /// The first representable moment: the year 0.
    pub const MIN: Self = Self(-62_167_219_200_000);
    /// The last representable moment: the end of the year 9999.
    pub const MAX: Self = Self(253_402_300_799_999);

    /// The point in time that lies so many milliseconds after 1970 (before it, if negative).
    ///
    /// What lies outside the years 0 to 9999 is moved to the nearest end.
    #[must_use]
    pub const fn from_millis(millis: i64) -> Self {
        if millis < Self::MIN.0 {
            Self::MIN
        } else if millis > Self::MAX.0 {
            Self::MAX
        } else {
            Self(millis)
        }
    }

    /// Milliseconds since 1970.
    #[must_use]
    pub const fn as_millis(self) -> i64 {
        self.0
    }

    /// The present, by the system's clock.
    #[must_use]
    pub fn now() -> Self {
        SystemTime::now().into()
    }

    /// This point in time and so much later, or [`Timestamp::MAX`].
    #[must_use]
    pub fn saturating_add(self, duration: Duration) -> Self {
        let millis = i64::try_from(duration.as_millis()).unwrap_or(i64::MAX);
        Self::from_millis(self.0.saturating_add(millis))
    }

    /// How much later this is than `earlier`; zero if it is not.
    #[must_use]
    pub fn saturating_since(self, earlier: Self) -> Duration {
        Duration::from_millis(u64::try_from(self.0 - earlier.0).unwrap_or(0))
    }

    /// The text that the server writes, without allocating.
    fn to_ascii(self) -> [u8; 24] {
        let (days, millis) = (self.0.div_euclid(DAY), self.0.rem_euclid(DAY));
        let (year, month, day) = civil_from_days(days);
        let mut text = *b"0000-00-00T00:00:00.000Z";
        let mut put = |at: usize, digits: usize, number: i64| {
            // None is negative or large, and this halves the time that it takes to divide them.
            let mut number = number as u32;
            for place in text[at..at + digits].iter_mut().rev() {
                // A remainder of ten always fits.
                *place = b'0' + (number % 10) as u8;
                number /= 10;
            }
        };
        put(0, 4, year);
        put(5, 2, month);
        put(8, 2, day);
        put(11, 2, millis / 3_600_000);
        put(14, 2, millis / 60_000 % 60);
        put(17, 2, millis / 1_000 % 60);
        put(20, 3, millis % 1_000);
        text
    }
}

const DAY: i64 = 86_400_000;

/// Reads the one format that the server writes; `None` for anything else.
///
/// The general parser takes 1.3 times as long for a page of a chat history, of which dates are a third.
fn parse_server_format(text: &[u8]) -> Option<i64> {
    let text: &[u8; 24] = text.try_into().ok()?;
    let separators = text[4] == b'-'
        && text[7] == b'-'
        && text[10] == b'T'
        && text[13] == b':'
        && text[16] == b':'
        && text[19] == b'.'
        && text[23] == b'Z';
    if !separators {
        return None;
    }
    let mut all_digits = true;
    let mut number = |digits: &[u8]| {
        digits.iter().fold(0, |number, byte| {
            let digit = byte.wrapping_sub(b'0');
            all_digits &= digit <= 9;
            number * 10 + i64::from(digit)
        })
    };
    let (year, month, day) = (number(&text[0..4]), number(&text[5..7]), number(&text[8..10]));
    let (hour, minute) = (number(&text[11..13]), number(&text[14..16]));
    let (second, milli) = (number(&text[17..19]), number(&text[20..23]));
    if !all_digits
        || !(1..=12).contains(&month)
        || !(1..=days_in_month(year, month)).contains(&day)
        || hour > 23
        || minute > 59
        || second > 59
    {
        return None;
    }
    Some(days_from_civil(year, month, day) * DAY + (hour * 3_600 + minute * 60 + second) * 1_000 + milli)
}

fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 1970 of a date of the proleptic Gregorian calendar: years begin in March, so that the day that is
/// sometimes missing comes last, and 400 of them are an era of 146,097 days.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// The inverse of [`days_from_civil`].
fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = era * 400 + year_of_era + i64::from(month <= 2);
    (year, month, day)
}

impl FromStr for Timestamp {
    type Err = ParseTimestampError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Some(millis) = parse_server_format(text.as_bytes()) {
            return Ok(Self(millis));
        }
        text.parse::<jiff::Timestamp>()
            .map(jiff::Timestamp::as_millisecond)
            .ok()
            .filter(|millis| (Self::MIN.0..=Self::MAX.0).contains(millis))
            .map(Self)
            .ok_or_else(|| ParseTimestampError { input: text.chars().take(64).collect() })
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(std::str::from_utf8(&self.to_ascii()).unwrap_or_default())
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<SystemTime> for Timestamp {
    fn from(time: SystemTime) -> Self {
        let millis = |duration: Duration| i64::try_from(duration.as_millis()).unwrap_or(i64::MAX);
        Self::from_millis(match time.duration_since(UNIX_EPOCH) {
            Ok(since) => millis(since),
            Err(before) => -millis(before.duration()),
        })
    }
}

/// A moment that the system's own time does not reach becomes 1970.
impl From<Timestamp> for SystemTime {
    fn from(timestamp: Timestamp) -> Self {
        let distance = Duration::from_millis(timestamp.0.unsigned_abs());
        // Some systems' time begins in the year 1601.
        let time = if timestamp.0 < 0 { UNIX_EPOCH.checked_sub(distance) } else { UNIX_EPOCH.checked_add(distance) };
        time.unwrap_or(UNIX_EPOCH)
    }
}

/// The newtype's name when a timestamp is serialized, by which a serializer recognises it.
pub(crate) const MOMENT: &str = "$livechat_sdk::Timestamp";

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_newtype_struct(MOMENT, std::str::from_utf8(&self.to_ascii()).unwrap_or_default())
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TimestampVisitor)
    }
}

struct TimestampVisitor;

impl<'de> de::Visitor<'de> for TimestampVisitor {
    type Value = Timestamp;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an ISO 8601 date, a number of milliseconds since 1970, or {\"$date\": milliseconds}")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Timestamp, E> {
        text.parse().map_err(E::custom)
    }

    fn visit_i64<E: de::Error>(self, millis: i64) -> Result<Timestamp, E> {
        Ok(Timestamp::from_millis(millis))
    }

    fn visit_u64<E: de::Error>(self, millis: u64) -> Result<Timestamp, E> {
        Ok(Timestamp::from_millis(i64::try_from(millis).unwrap_or(i64::MAX)))
    }

    fn visit_f64<E: de::Error>(self, millis: f64) -> Result<Timestamp, E> {
        // `as` rounds towards zero and saturates; a JSON number is never NaN.
        Ok(Timestamp::from_millis(millis as i64))
    }

    fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<Timestamp, A::Error> {
        let mut found = None;
        while let Some(key) = map.next_key::<Cow<'de, str>>()? {
            if key == "$date" {
                found = Some(map.next_value()?);
            } else if key == NUMBER {
                let number = map.next_value::<Cow<'de, str>>()?;
                let millis = number.parse().or_else(|_| number.parse().map(|millis: f64| millis as i64));
                found = Some(Timestamp::from_millis(millis.map_err(de::Error::custom)?));
            } else {
                map.next_value::<de::IgnoredAny>()?;
            }
        }
        found.ok_or_else(|| de::Error::missing_field("$date"))
    }
}

/// A point in time that the server writes as a number of milliseconds since 1970 (`expireAt`).
pub(crate) mod as_millis {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::Timestamp;

    #[expect(clippy::ref_option, reason = "serde's `with` hands the field over by reference")]
    pub(crate) fn serialize<S: Serializer>(timestamp: &Option<Timestamp>, serializer: S) -> Result<S::Ok, S::Error> {
        timestamp.map(Timestamp::as_millis).serialize(serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Timestamp>, D::Error> {
        Option::deserialize(deserializer)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(json: &str) -> Result<Timestamp, serde_json::Error> {
        serde_json::from_str(json)
    }

    #[test]
    fn all_forms_of_the_same_moment_are_equal() {
        let moment = Timestamp::from_millis(1_537_539_056_529);
        for json in [
            r#""2018-09-21T14:10:56.529Z""#,
            r#""2018-09-21T16:10:56.529+02:00""#,
            r#""2018-09-21T14:10:56.529000Z""#,
            "1537539056529",
            "1537539056529.0",
            r#"{"$date":1537539056529}"#,
            r#"{"$date":"2018-09-21T14:10:56.529Z"}"#,
        ] {
            assert_eq!(read(json).unwrap(), moment, "{json}");
        }
    }

    #[test]
    fn what_is_no_moment_is_refused() {
        for json in [
            r#""""#,
            r#""yesterday""#,
            r#""2018-09-21""#,
            r#""2018-09-21T14:10:56.529""#,
            r#""2018-02-30T14:10:56.529Z""#,
            r#""2018-13-01T14:10:56.529Z""#,
            r#""2018-09-21T24:10:56.529Z""#,
            r#""2018-09-2xT14:10:56.529Z""#,
            "true",
            "null",
            "[]",
            "{}",
            r#"{"$dat":1}"#,
            r#""-000001-01-01T00:00:00Z""#,
            r#""+010000-01-01T00:00:00Z""#,
        ] {
            assert!(read(json).is_err(), "{json}");
        }
    }

    #[test]
    fn the_ends_hold() {
        assert_eq!(Timestamp::MIN.to_string(), "0000-01-01T00:00:00.000Z");
        assert_eq!(Timestamp::MAX.to_string(), "9999-12-31T23:59:59.999Z");
        assert_eq!(read("1e300").unwrap(), Timestamp::MAX);
        assert_eq!(read("-1e300").unwrap(), Timestamp::MIN);
        assert_eq!(Timestamp::MAX.saturating_add(Duration::MAX), Timestamp::MAX);
        assert_eq!(Timestamp::MIN.saturating_since(Timestamp::MAX), Duration::ZERO);
    }

    #[test]
    fn months_end_when_they_do() {
        for year in [0, 1, 4, 100, 400, 1900, 1999, 2000, 2023, 2024, 9998] {
            for (month, day) in (0..=13).flat_map(|month| (0..=32).map(move |day| (month, day))) {
                let text = format!("{year:04}-{month:02}-{day:02}T23:59:59.999Z");
                let general = text.parse::<jiff::Timestamp>().ok().map(jiff::Timestamp::as_millisecond);
                assert_eq!(parse_server_format(text.as_bytes()), general, "{text}");
            }
        }
    }

    proptest! {
        #[test]
        fn text_and_number_agree(millis in Timestamp::MIN.as_millis()..=Timestamp::MAX.as_millis()) {
            let timestamp = Timestamp::from_millis(millis);
            let text = timestamp.to_string();
            prop_assert_eq!(text.parse::<Timestamp>().unwrap(), timestamp);
            prop_assert_eq!(text.parse::<jiff::Timestamp>().unwrap().as_millisecond(), millis);
            prop_assert_eq!(Timestamp::from(SystemTime::from(timestamp)), timestamp);
        }

        #[test]
        fn any_text_is_read_or_quoted(text in ".{0,40}") {
            match text.parse::<Timestamp>() {
                Ok(time) => prop_assert_eq!(time.to_string().parse(), Ok(time)),
                Err(error) => prop_assert!(error.to_string().starts_with(&format!("{text:?} is not")), "{}", error),
            }
        }

        #[test]
        fn no_near_miss_panics_or_is_misread(
            text in "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-5][0-9]\\.[0-9]{3}Z"
        ) {
            let general = text.parse::<jiff::Timestamp>().ok().map(jiff::Timestamp::as_millisecond);
            prop_assert_eq!(text.parse::<Timestamp>().ok().map(Timestamp::as_millis), general);
        }
    }
}
