//! Calls to other servers that decide about a response. Nothing here sends anything.
//!
//! An operation hands such a call to the engine by [`Call::awaits`](crate::operation::Call::awaits). A transport that sends
//! takes its request, and tells the engine what became of it; where nothing is sent, the operation's own response stands.

use std::{fmt, time::Duration};

use bytes::Bytes;
use http::Request;
use livechat_sdk::{Timestamp, UserId};

use crate::{ServerError, ServerVersion, World};

/// Why a call fails that nobody sends.
pub(crate) const NOT_SENT: &str =
    "in process livechat-mock sends no requests: that takes a server, such as LivechatMock or the program";

/// A call to another server that decides about the response.
///
/// Its debug output shows neither addresses nor bodies, which may hold secrets.
pub(crate) trait OutgoingCall: fmt::Debug + Send + Sync {
    /// The request to send; an error says why there is none.
    #[cfg_attr(not(feature = "server"), expect(dead_code, reason = "there is nobody who sends"))]
    fn request(&mut self, world: &mut World, now: Timestamp) -> Result<OutgoingRequest, &'static str>;

    /// Goes on, now that it is known what became of the request.
    fn finish(self: Box<Self>, answer: Answer, world: &mut World, now: Timestamp) -> Result<Finished, ServerError>;
}

/// A request to another server.
#[cfg_attr(not(feature = "server"), expect(dead_code, reason = "there is nobody who sends"))]
pub(crate) struct OutgoingRequest {
    /// Its URI is absolute; a transport adds `host`.
    pub(crate) request: Request<Bytes>,
    /// How long to wait for the whole answer; `None` if as long as it takes.
    pub(crate) timeout: Option<Duration>,
}

/// What became of a request.
#[derive(Clone, Debug)]
#[cfg_attr(not(feature = "server"), expect(dead_code, reason = "there is nobody who sends"))]
pub(crate) enum Answer {
    /// There is nobody who sends it.
    NotSent,
    Responded {
        status: u16,
        content_type: Option<String>,
        body: Bytes,
    },
    /// There was no whole answer within this time.
    TimedOut(Duration),
    /// It could not be sent, or there was no answer, for this reason. It names no address.
    Failed(String),
}

/// What is said of an answer that did not come in time.
pub(crate) fn timed_out(limit: Duration) -> String {
    format!("there was no answer within {} ms", limit.as_millis())
}

/// What comes of a call that succeeds, or that decides about nothing.
#[derive(Debug, Default)]
pub(crate) struct Finished {
    /// The body of a successful response; `None` if the operation's own response stands.
    pub(crate) body: Option<Bytes>,
    /// What was passed over, beside what was said of it before.
    pub(crate) hint: Option<String>,
}

impl Finished {
    /// The operation's own response stands.
    pub(crate) fn unchanged() -> Self {
        Self::default()
    }

    /// A successful response with this body.
    pub(crate) fn with(body: impl Into<Bytes>) -> Self {
        Self { body: Some(body.into()), hint: None }
    }
}

/// A response that waits for a call.
#[derive(Debug)]
pub(crate) struct Pending {
    /// The engine counts its calls from 0 on.
    #[cfg_attr(not(feature = "server"), expect(dead_code, reason = "for recordings"))]
    pub(crate) number: u64,
    pub(crate) call: Box<dyn OutgoingCall>,
    /// Whose request it is.
    pub(crate) user: Option<UserId>,
    /// The version that responds.
    pub(crate) version: ServerVersion,
    /// Whether the request is logged.
    pub(crate) is_tracked: bool,
}
