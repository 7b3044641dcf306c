//! What a world tells its webhook: which request is due, and what follows from its answer. Nothing here sends anything.
//!
//! Transports take what is due by [`Engine::take_webhook`](crate::Engine::take_webhook), send it, and tell what became of it
//! by [`Engine::answer_webhook`](crate::Engine::answer_webhook).

mod queue;

use std::{fmt, time::Duration};

use bytes::Bytes;
use http::{HeaderValue, Request, header};
use livechat_sdk::{RoomId, Timestamp, WebhookToken, webhook::SECRET_HEADER};

pub(crate) use self::queue::{CrmData, New, Test, Ticket, Webhooks};
use crate::{
    FaultKind,
    outgoing::{Answer, timed_out},
};

/// Why no request can be made.
pub(crate) const UNSENDABLE: &str = "the webhook's address or its secret cannot be sent";

/// An event that a world told its webhook, or is about to.
#[derive(Clone)]
#[non_exhaustive]
pub struct Webhook {
    /// Its number: the world counts its events from 0 on.
    pub number: u64,
    /// What it is called, such as `LivechatSession`.
    pub event: String,
    /// The room that it is about; `None` for an offline message and a test.
    pub room: Option<RoomId>,
    /// When it happened.
    pub at: Timestamp,
    /// Where it goes: what `Livechat_webhookUrl` was then.
    pub url: String,
    /// The body, the same for each try. It holds the visitor's token.
    pub body: Bytes,
    /// The tries so far.
    pub attempts: Vec<WebhookAttempt>,
    /// What becomes of it.
    pub state: WebhookState,
    secret: WebhookToken,
    timeout: Duration,
}

/// A try to tell of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct WebhookAttempt {
    /// When it was sent.
    pub at: Timestamp,
    /// What became of it; `None` while that is not known.
    pub answer: Option<WebhookAnswer>,
    /// The kind of the fault that it met.
    pub fault: Option<FaultKind>,
}

/// What a server learns of a try.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WebhookAnswer {
    /// The receiver responded.
    #[non_exhaustive]
    Responded {
        /// The status.
        status: u16,
        /// The body, as text.
        body: String,
    },
    /// There was no response: no connection, or none in time.
    #[non_exhaustive]
    Failed {
        /// Why.
        reason: String,
    },
}

impl WebhookAnswer {
    /// The receiver responded with this status and this body.
    #[must_use]
    pub fn responded(status: u16, body: impl Into<String>) -> Self {
        Self::Responded { status, body: body.into() }
    }

    /// There was no response, for this reason.
    #[must_use]
    pub fn failed(reason: impl Into<String>) -> Self {
        Self::Failed { reason: reason.into() }
    }

    pub(crate) fn is_success(&self) -> bool {
        matches!(self, Self::Responded { status: 200, .. })
    }

    /// Whether the server tries again.
    fn is_passing(&self) -> bool {
        match self {
            Self::Responded { status, .. } => *status >= 500 || *status == 429,
            Self::Failed { .. } => true,
        }
    }
}

impl Answer {
    /// What a webhook is told of it; nothing if nobody sends.
    pub(crate) fn for_webhook(self) -> Option<WebhookAnswer> {
        Some(match self {
            Self::NotSent => return None,
            Self::Responded { status, body, .. } => WebhookAnswer::responded(status, String::from_utf8_lossy(&body)),
            Self::TimedOut(limit) => WebhookAnswer::failed(timed_out(limit)),
            Self::Failed(reason) => WebhookAnswer::failed(reason),
        })
    }
}

impl fmt::Display for WebhookAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Responded { status, .. } => write!(f, "status {status}"),
            Self::Failed { reason } => f.write_str(reason),
        }
    }
}

/// What becomes of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WebhookState {
    /// It waits to be sent, or sent again.
    #[non_exhaustive]
    Waiting {
        /// When it is due.
        due: Timestamp,
    },
    /// It is on its way.
    Sending,
    /// The receiver answered 200.
    Delivered,
    /// It is not tried again.
    GivenUp,
}

/// A request to send, and how long to wait for its answer.
#[derive(Clone)]
#[non_exhaustive]
pub struct WebhookRequest {
    /// What to send. Its URI is absolute; a transport adds `host` and the like.
    pub request: Request<Bytes>,
    /// How long to wait for the whole answer; `None` if as long as it takes.
    pub timeout: Option<Duration>,
    pub(crate) ticket: Ticket,
}

impl Webhook {
    /// The request; `None` if there is none for this address.
    fn request(&self, is_test: bool) -> Option<Request<Bytes>> {
        let mut request = Request::post(self.url.as_str()).header(header::CONTENT_TYPE, "application/json");
        if is_test {
            request = request.header(header::ACCEPT, "application/json");
        }
        if is_test || !self.secret.expose().is_empty() {
            let mut value = HeaderValue::try_from(self.secret.expose()).ok()?;
            value.set_sensitive(true);
            request = request.header(SECRET_HEADER, value);
        }
        request.body(self.body.clone()).ok().filter(|request| request.uri().authority().is_some())
    }
}

/// Shows no address and no body: both may hold secrets.
impl fmt::Debug for Webhook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Webhook")
            .field("event", &self.event)
            .field("room", &self.room)
            .field("at", &self.at)
            .field("attempts", &self.attempts)
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}

/// Shows no address and no body: both may hold secrets.
impl fmt::Debug for WebhookRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebhookRequest").field("timeout", &self.timeout).finish_non_exhaustive()
    }
}
