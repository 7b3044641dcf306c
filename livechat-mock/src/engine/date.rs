//! The header `Date`, by the engine's time.

use http::{HeaderMap, HeaderValue, header::DATE};
use jiff::fmt::rfc2822::DateTimePrinter;
use livechat_sdk::Timestamp;

/// Writes the header, and keeps it for as long as it is the same: a second.
#[derive(Clone, Debug, Default)]
pub(super) struct DateHeader(Option<(i64, HeaderValue)>);

impl DateHeader {
    /// Adds the header to a response that has none of its own, or an empty one.
    pub(super) fn add(&mut self, headers: &mut HeaderMap, now: Timestamp) {
        let there = headers.get_mut(DATE);
        if there.as_ref().is_some_and(|there| !there.is_empty()) {
            return;
        }
        let second = now.as_millis().div_euclid(1000);
        if self.0.as_ref().is_none_or(|(known, _)| *known != second) {
            self.0 = written(second).map(|date| (second, date));
        }
        if let Some((_, date)) = &self.0 {
            match there {
                Some(there) => there.clone_from(date),
                None => drop(headers.insert(DATE, date.clone())),
            }
        }
    }
}

/// A second as HTTP writes it; `None` if it cannot, before the year 0, which is before any [`Timestamp`].
fn written(second: i64) -> Option<HeaderValue> {
    let moment = jiff::Timestamp::from_second(second).ok()?;
    let text = DateTimePrinter::new().timestamp_to_rfc9110_string(&moment).ok()?;
    HeaderValue::try_from(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_as_http_has_it_and_does_not_replace_one() {
        let mut date = DateHeader::default();
        for (millis, text) in [
            (784_111_777_000, "Sun, 06 Nov 1994 08:49:37 GMT"),
            (784_111_777_999, "Sun, 06 Nov 1994 08:49:37 GMT"),
            (784_111_778_000, "Sun, 06 Nov 1994 08:49:38 GMT"),
            (-1, "Wed, 31 Dec 1969 23:59:59 GMT"),
        ] {
            let mut headers = HeaderMap::new();
            date.add(&mut headers, Timestamp::from_millis(millis));
            assert_eq!(headers[DATE], text);
            headers.insert(DATE, HeaderValue::from_static(""));
            date.add(&mut headers, Timestamp::from_millis(millis));
            assert_eq!(headers[DATE], text);
            headers.insert(DATE, HeaderValue::from_static("another"));
            date.add(&mut headers, Timestamp::from_millis(0));
            assert_eq!(headers[DATE], "another");
        }
    }
}
