use http::HeaderMap;

use super::rate_limit::RateLimit;

/// A response with its status, its headers and the state of the rate limit.
///
/// Made by [`Client::send_raw`](crate::Client::send_raw).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RawResponse<T> {
    /// The typed body.
    pub body: T,
    /// The HTTP status code.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The state of the server's rate limit for the operation; `None` if the server does not limit it, or not for
    /// this user.
    pub rate_limit: Option<RateLimit>,
}
