//! Moments and waits in HTTP headers.

use std::time::Duration;

use http::{HeaderMap, HeaderName, header};

use crate::time::Timestamp;

/// What a proxy's `Retry-After` asks to wait, in either of its forms; the server itself has it in the text.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    if let Some(moment_after) = moment(headers, header::RETRY_AFTER) {
        return Some(moment_after.saturating_since(moment(headers, header::DATE)?));
    }
    let seconds = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds))
}

/// The moment in a header, in whole seconds.
pub(crate) fn moment(headers: &HeaderMap, name: HeaderName) -> Option<Timestamp> {
    static PARSER: jiff::fmt::rfc2822::DateTimeParser = jiff::fmt::rfc2822::DateTimeParser::new().relaxed_weekday(true);
    let moment = PARSER.parse_timestamp(headers.get(name)?.as_bytes()).ok()?;
    Some(Timestamp::from_millis(moment.as_millisecond()))
}
