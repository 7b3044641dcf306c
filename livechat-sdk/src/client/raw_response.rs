use std::fmt;

use bytes::Bytes;
use http::HeaderMap;

use super::{deprecation::Deprecation, rate_limit::RateLimit};
use crate::endpoint::{Ignored, Omission};

/// A response with its status, its headers and the state of the rate limit.
///
/// Made by [`Client::send_raw`](crate::Client::send_raw).
#[derive(Clone)]
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
    pub(super) ignored: Vec<Ignored>,
    pub(super) bytes: Bytes,
}

impl<T> RawResponse<T> {
    /// What was left out of the body because it cannot be read, in the body's order. Empty for nearly all responses.
    ///
    /// [`ClientBuilder::strict_decoding`](crate::ClientBuilder::strict_decoding) makes such a response an error.
    #[must_use]
    pub fn omitted(&self) -> &[Omission] {
        &self.omitted
    }

    /// What of the request the server did not take although the call succeeded, such as custom fields that the workspace
    /// does not define. Empty where the response does not tell for sure: see [`Endpoint::ignored`].
    ///
    /// A warning of [`tracing`] says it too, and
    /// [`ClientBuilder::strict_decoding`](crate::ClientBuilder::strict_decoding) makes it an
    /// [error](crate::Error::Ignored).
    ///
    /// [`Endpoint::ignored`]: crate::Endpoint::ignored
    #[must_use]
    pub fn ignored(&self) -> &[Ignored] {
        &self.ignored
    }

    /// The body as it was received, for what the typed one has no field for. It may hold secrets: do not log it.
    ///
    /// ```no_run
    /// use livechat_sdk::visitors::GetVisitor;
    ///
    /// # async fn example(client: livechat_sdk::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client.send_raw(GetVisitor::new("iNKE8a6k6cjbqWhWd")).await?;
    /// let json: serde_json::Value = serde_json::from_slice(response.bytes())?;
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// What the server says of the call if later servers will not take it, from the headers `x-deprecation-*`; `None` for
    /// nearly all responses. A warning of [`tracing`] says it too.
    #[must_use]
    pub fn deprecation(&self) -> Option<Deprecation> {
        Deprecation::read(&self.headers)
    }
}

/// Without the bytes, which may hold secrets.
impl<T: fmt::Debug> fmt::Debug for RawResponse<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawResponse")
            .field("body", &self.body)
            .field("status", &self.status)
            .field("headers", &self.headers)
            .field("rate_limit", &self.rate_limit)
            .field("omitted", &self.omitted)
            .field("ignored", &self.ignored)
            .finish_non_exhaustive()
    }
}
