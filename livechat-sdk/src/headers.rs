//! Moments and waits in HTTP headers.

use std::time::Duration;

use http::{HeaderMap, HeaderName, header};

use crate::time::Timestamp;

/// What a proxy's `Retry-After` asks to wait, in either of its forms; the server itself has it in the text. No wait at all, or
/// one that is over, says nothing.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let wait = match moment(headers, header::RETRY_AFTER) {
        Some(until) => until.saturating_since(moment(headers, header::DATE)?),
        None => Duration::from_secs(headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()?),
    };
    Some(wait).filter(|wait| !wait.is_zero())
}

/// The moment in a header, in whole seconds.
pub(crate) fn moment(headers: &HeaderMap, name: HeaderName) -> Option<Timestamp> {
    static PARSER: jiff::fmt::rfc2822::DateTimeParser = jiff::fmt::rfc2822::DateTimeParser::new().relaxed_weekday(true);
    let moment = PARSER.parse_timestamp(headers.get(name)?.as_bytes()).ok()?;
    Some(Timestamp::from_millis(moment.as_millisecond()))
}
