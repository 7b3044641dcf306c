//! What one client does differently from others that share its connections.

use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue};

use super::{Client, retry::RetryPolicy};
use crate::transport::Instant;

/// How calls are made.
#[derive(Clone)]
pub(super) struct Options {
    pub(super) timeout: Duration,
    /// When every call has to be over, however late it began.
    pub(super) deadline: Option<Instant>,
    pub(super) retry: RetryPolicy,
    /// Sent with every request, unless the client sets one of that name itself.
    pub(super) headers: HeaderMap,
}

impl Options {
    /// The time that is left at `now` for a call that began at `started`.
    pub(super) fn time_left(&self, started: Instant, now: Instant) -> Duration {
        let left = self.timeout.saturating_sub(now.saturating_duration_since(started));
        self.deadline.map_or(left, |deadline| deadline.saturating_duration_since(now).min(left))
    }
}

/// Options for single calls. Each method returns a client that shares everything else with this one: connections, login,
/// rate-limit budgets.
///
/// ```no_run
/// use std::time::Duration;
/// use livechat_sdk::{RetryPolicy, livechat::GetConfig};
///
/// # async fn example(client: livechat_sdk::Client) -> Result<(), livechat_sdk::Error> {
/// let impatient = client.with_timeout(Duration::from_secs(2)).with_retry(RetryPolicy::none());
/// let config = impatient.send(GetConfig::new()).await?;
/// # Ok(())
/// # }
/// ```
impl Client {
    /// Returns a client with another timeout: see [`ClientBuilder::timeout`](crate::ClientBuilder::timeout).
    #[must_use]
    pub fn with_timeout(&self, timeout: Duration) -> Self {
        self.with_options(|options| options.timeout = timeout)
    }

    /// Returns a client whose calls are all over at this time of its [clock](crate::transport::Clock), for several calls that have
    /// to be done by then. Its timeout holds for each of them besides.
    ///
    /// A call that begins later fails at once with a timeout. So it is not for streams of events, which have no end.
    #[must_use]
    pub fn with_deadline(&self, deadline: Instant) -> Self {
        self.with_options(|options| options.deadline = Some(deadline))
    }

    /// Returns a client with another retry policy: see [`ClientBuilder::retry`](crate::ClientBuilder::retry).
    #[must_use]
    pub fn with_retry(&self, policy: RetryPolicy) -> Self {
        self.with_options(|options| options.retry = policy)
    }

    /// Returns a client that sends this header as well, in place of one of that name from
    /// [`ClientBuilder::default_headers`](crate::ClientBuilder::default_headers).
    ///
    /// What the client sets itself takes the place of a header of that name.
    ///
    /// ```
    /// use http::{HeaderName, HeaderValue};
    ///
    /// # fn example(client: &livechat_sdk::Client) {
    /// let of_ann = client.with_header(HeaderName::from_static("x-forwarded-for"), HeaderValue::from_static("203.0.113.7"));
    /// # }
    /// ```
    #[must_use]
    pub fn with_header(&self, name: HeaderName, value: HeaderValue) -> Self {
        self.with_options(|options| drop(options.headers.insert(name, value)))
    }

    /// Returns a client for calls that count as one: all of them are over when the timeout is, from now on.
    pub(super) fn for_one_call(&self) -> Self {
        let now = self.inner.shared.clock.now();
        self.with_options(|options| {
            let end = now.checked_add(options.timeout);
            options.deadline = options.deadline.into_iter().chain(end).min();
        })
    }

    /// Returns a client that tries each call once, for what has a backoff of its own.
    #[cfg(feature = "realtime")]
    pub(crate) fn without_retries(&self) -> Self {
        self.with_options(|options| options.retry = options.retry.clone().max_attempts(1))
    }

    fn with_options(&self, change: impl FnOnce(&mut Options)) -> Self {
        self.with(|inner| change(&mut inner.options))
    }
}
