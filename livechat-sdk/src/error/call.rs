use std::{borrow::Cow, time::Duration};

use super::{ApiError, DecodeError, Effort, ErrorCode, RequestError, TransportError};
use crate::{
    client::RateLimit,
    endpoint::{Ignored, Operation, ResponseError},
};

/// Why a call failed.
///
/// The text names the operation and never its arguments, which may be secret. [`Api`](Self::Api) has the server's error
/// response; the other variants say why there is none. A clone is the same error, for several who wait for one call.
///
/// ```no_run
/// # async fn example(client: livechat_sdk::Client) -> Result<(), livechat_sdk::Error> {
/// use livechat_sdk::{Error, ErrorCode};
///
/// match client.get_visitor("iNKE8a6k6cjbqWhWd").await {
///     Ok(visitor) => println!("hello, {:?}", visitor.name),
///     Err(error) if error.code() == Some(&ErrorCode::InvalidToken) => println!("who are you?"),
///     Err(error) if error.is_retryable() => println!("come back in {:?}", error.retry_after()),
///     Err(error) => return Err(error),
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, thiserror::Error)]
#[error(transparent)]
#[non_exhaustive]
pub enum Error {
    /// The server returned an error response.
    Api(Box<ApiError>),
    /// There was no response, or none that is safe to read.
    Transport(TransportError),
    /// The response cannot be decoded.
    Decode(Box<DecodeError>),
    /// The request cannot be sent; nothing went over the network.
    Request(RequestError),
    /// The server's rate limit is used up until after the deadline; nothing went over the network.
    Throttled(ThrottledError),
    /// The server returned a page of a list again, in place of the next one.
    Paging(PagingError),
    /// The call succeeded, but the server did not take all of it, and the client is
    /// [strict](crate::ClientBuilder::strict_decoding).
    Ignored(IgnoredError),
}

/// A call that was not sent because the server's rate limit is used up.
#[derive(Clone, Debug, thiserror::Error)]
#[error(
    "{operation}: not sent, because the server's rate limit is used up for another {seconds} seconds, and the call's \
     deadline is before",
    seconds = wait.as_secs_f64().ceil()
)]
pub struct ThrottledError {
    operation: Operation,
    wait: Duration,
    pub(super) effort: Option<Box<Effort>>,
}

impl ThrottledError {
    pub(crate) fn new(operation: Operation, wait: Duration) -> Self {
        Self { operation, wait, effort: None }
    }

    /// The operation that was to be called.
    #[must_use]
    pub fn operation(&self) -> Operation {
        self.operation
    }

    /// How long to wait before the next call.
    #[must_use]
    pub fn retry_after(&self) -> Duration {
        self.wait
    }
}

/// A call that the server carried out without some of its arguments. Clients with
/// [strict decoding](crate::ClientBuilder::strict_decoding) alone make it an error.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{operation}: the server carried it out, but did not take {first}{more}",
    first = ignored.first().map(ToString::to_string).unwrap_or_default(),
    more = match ignored.len() {
        0 | 1 => String::new(),
        count => format!(", and {} more", count - 1),
    }
)]
pub struct IgnoredError {
    operation: Operation,
    status: u16,
    ignored: Vec<Ignored>,
    pub(super) effort: Option<Box<Effort>>,
}

impl IgnoredError {
    pub(crate) fn new(operation: Operation, status: u16, ignored: Vec<Ignored>) -> Self {
        Self { operation, status, ignored, effort: None }
    }

    /// The operation.
    #[must_use]
    pub fn operation(&self) -> Operation {
        self.operation
    }

    /// What the server did not take; at least one argument.
    #[must_use]
    pub fn ignored(&self) -> &[Ignored] {
        &self.ignored
    }
}

/// A list that cannot be read to its end, because the server pays no attention to `offset`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{operation}: the server ignores `offset`: what it returned for offset {offset} is an earlier page again. The list may \
     be longer: ask for more items at once, with `count`"
)]
pub struct PagingError {
    operation: Operation,
    offset: u64,
}

impl PagingError {
    pub(crate) fn new(operation: Operation, offset: u64) -> Self {
        Self { operation, offset }
    }

    /// The operation.
    #[must_use]
    pub fn operation(&self) -> Operation {
        self.operation
    }

    /// The offset that was asked for.
    #[must_use]
    pub fn offset(&self) -> u64 {
        self.offset
    }
}

impl Error {
    /// The operation.
    #[must_use]
    pub fn operation(&self) -> Operation {
        match self {
            Self::Api(error) => error.operation(),
            Self::Transport(error) => error.operation(),
            Self::Decode(error) => error.operation(),
            Self::Request(error) => error.operation(),
            Self::Throttled(error) => error.operation(),
            Self::Paging(error) => error.operation(),
            Self::Ignored(error) => error.operation(),
        }
    }

    /// The HTTP status code of the response that is the error; `None` if there was none.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Api(error) => Some(error.status()),
            Self::Transport(error) => error.status(),
            Self::Decode(error) => Some(error.status()),
            Self::Ignored(error) => Some(error.status),
            Self::Request(_) | Self::Throttled(_) | Self::Paging(_) => None,
        }
    }

    /// What went wrong, in a word, as OpenTelemetry's attribute `error.type` has it: of few values, for metrics and traces.
    ///
    /// An error response is its status code. Otherwise: `timeout`, `connection_failed`, `connection_lost`, `redirect`,
    /// `response_too_large`, `file`, `not_sent`, `decode`, `invalid_request`, `throttled`, `paging` or `ignored`. More may
    /// come.
    #[must_use]
    pub fn error_type(&self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::Api(error) => return Cow::Owned(error.status().to_string()),
            Self::Transport(error) => error.kind(),
            Self::Decode(_) => "decode",
            Self::Request(_) => "invalid_request",
            Self::Throttled(_) => "throttled",
            Self::Paging(_) => "paging",
            Self::Ignored(_) => "ignored",
        })
    }

    /// The server's code for what went wrong, where it gave one.
    #[must_use]
    pub fn code(&self) -> Option<&ErrorCode> {
        match self {
            Self::Api(error) => error.code(),
            _ => None,
        }
    }

    /// Whether the same call may succeed later. It does not say whether the operation is safe to repeat: after a broken
    /// connection the server may have executed it.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Api(error) => matches!(error.status(), 429 | 502 | 503 | 504),
            Self::Transport(error) => error.is_connect() || error.is_timeout() || error.is_interrupted(),
            Self::Decode(_) | Self::Request(_) | Self::Paging(_) | Self::Ignored(_) => false,
            Self::Throttled(_) => true,
        }
    }

    /// How long to wait before the next call, where that is known.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Api(error) => error.retry_after(),
            Self::Throttled(error) => Some(error.retry_after()),
            _ => None,
        }
    }

    /// How many requests were sent; 0 if nothing was. Each route and each retry counts, and so does what the client does to
    /// send a message [exactly once](crate::Chat::send).
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.effort().map_or(0, |effort| effort.attempts)
    }

    /// How long the call took, with all attempts and the waits between them; zero if nothing was to be sent.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.effort().map_or(Duration::ZERO, |effort| effort.elapsed)
    }

    /// The state of the server's rate limit by the call's last response; `None` if that said nothing of one, or there was
    /// no response.
    #[must_use]
    pub fn rate_limit(&self) -> Option<RateLimit> {
        self.effort()?.rate_limit
    }

    fn effort(&self) -> Option<&Effort> {
        match self {
            Self::Api(error) => error.effort.as_deref(),
            Self::Transport(error) => error.effort.as_deref(),
            Self::Decode(error) => error.effort.as_deref(),
            Self::Throttled(error) => error.effort.as_deref(),
            Self::Ignored(error) => error.effort.as_deref(),
            Self::Request(_) | Self::Paging(_) => None,
        }
    }

    /// Adds what the call took.
    pub(crate) fn after(mut self, effort: Effort) -> Self {
        let place = match &mut self {
            Self::Api(error) => &mut error.effort,
            Self::Transport(error) => &mut error.effort,
            Self::Decode(error) => &mut error.effort,
            Self::Throttled(error) => &mut error.effort,
            Self::Ignored(error) => &mut error.effort,
            Self::Request(_) | Self::Paging(_) => return self,
        };
        *place = Some(Box::new(effort));
        self
    }

    /// Counts the requests that were sent before, and the time since the first of them.
    pub(crate) fn counting(self, earlier: u32, elapsed: Duration) -> Self {
        let effort = Effort { attempts: earlier + self.attempts(), elapsed, rate_limit: self.rate_limit() };
        self.after(effort)
    }

    /// Whether the rate limit was exceeded, by the server's response or by the client's count.
    #[must_use]
    pub fn is_rate_limited(&self) -> bool {
        matches!(self, Self::Throttled(_)) || self.status() == Some(429)
    }

    /// Whether the caller is not authenticated: there is no login, or it has expired.
    #[must_use]
    pub fn is_unauthorized(&self) -> bool {
        self.status() == Some(401)
    }

    /// Whether the caller may not do this (403).
    #[must_use]
    pub fn is_forbidden(&self) -> bool {
        self.status() == Some(403)
    }

    /// Whether the call timed out.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        matches!(self, Self::Transport(error) if error.is_timeout())
    }
}

impl From<ApiError> for Error {
    fn from(error: ApiError) -> Self {
        Self::Api(Box::new(error))
    }
}

impl From<TransportError> for Error {
    fn from(error: TransportError) -> Self {
        Self::Transport(error)
    }
}

impl From<DecodeError> for Error {
    fn from(error: DecodeError) -> Self {
        Self::Decode(Box::new(error))
    }
}

impl From<ResponseError> for Error {
    fn from(error: ResponseError) -> Self {
        match error {
            ResponseError::Api(error) => Self::Api(error),
            ResponseError::Decode(error) => Self::Decode(error),
        }
    }
}

impl From<RequestError> for Error {
    fn from(error: RequestError) -> Self {
        Self::Request(error)
    }
}

impl From<ThrottledError> for Error {
    fn from(error: ThrottledError) -> Self {
        Self::Throttled(error)
    }
}

impl From<IgnoredError> for Error {
    fn from(error: IgnoredError) -> Self {
        Self::Ignored(error)
    }
}

impl From<PagingError> for Error {
    fn from(error: PagingError) -> Self {
        Self::Paging(error)
    }
}
