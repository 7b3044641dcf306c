use http::HeaderMap;

use super::{deprecation::Deprecation, rate_limit::RateLimit};
use crate::endpoint::Omission;

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
    pub(super) omitted: Vec<Omission>,
}

impl<T> RawResponse<T> {
    /// What was left out of the body because it cannot be read, in the body's order. Empty for nearly all responses.
    ///
    /// [`ClientBuilder::strict_decoding`](crate::ClientBuilder::strict_decoding) makes such a response an error.
    #[must_use]
    pub fn omitted(&self) -> &[Omission] {
        &self.omitted
    }

    /// What the server says of the call if later servers will not take it, from the headers `x-deprecation-*`; `None` for
    /// nearly all responses. A warning of [`tracing`] says it too.
    #[must_use]
    pub fn deprecation(&self) -> Option<Deprecation> {
        Deprecation::read(&self.headers)
    }
}
