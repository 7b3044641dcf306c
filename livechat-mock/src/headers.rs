//! Headers that HTTP does not know.

use http::{HeaderMap, HeaderName, HeaderValue};

/// The values of a header, in their order.
///
/// Each request is asked for several of the mock's own headers, and has few headers in all: to compare each name takes less
/// than to hash one that HTTP does not know.
pub(crate) fn values<'h>(headers: &'h HeaderMap, name: &HeaderName) -> impl Iterator<Item = &'h HeaderValue> {
    headers.iter().filter(move |(other, _)| *other == name).map(|(_, value)| value)
}

/// The first value of a header.
pub(crate) fn first<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h HeaderValue> {
    values(headers, name).next()
}
