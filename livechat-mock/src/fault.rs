//! Fault injection.

mod delivery;
mod schedule;
mod socket;
mod webhook;

use std::{fmt, time::Duration};

use fastrand::Rng;
use livechat_sdk::{Endpoint, endpoint::Operation};

pub use self::delivery::{Delivery, Transmission};
pub(crate) use self::{
    schedule::{Faults, TriggeredFault},
    socket::FrameFate,
    webhook::WebhookFate,
};
use crate::ServerError;

/// A failure to inject.
///
/// By default it applies to every request, from when it is added until all faults are cleared. Restrict it to one operation
/// ([`on`](Self::on)), to a number of requests ([`times`](Self::times)), or to those [`after`](Self::after) the first few.
/// At most one fault applies to a request: the first that is due, in the order in which they were added. Faults of
/// [realtime](Self::drop_socket) apply to frames in place of requests, and those of [webhooks](Self::lose_webhook) to what the
/// server sends itself.
///
/// ```
/// use bytes::Bytes;
/// use http::Request;
/// use livechat_mock::{Engine, Fault, ServerError, World};
/// use livechat_sdk::visitors::GetVisitor;
///
/// let mut engine = Engine::stateful(World::documented());
/// let down = ServerError::new(503, serde_json::json!({"success": false, "error": "down"}));
/// engine.add_fault(Fault::fail(down).on::<GetVisitor>().after(1).once());
///
/// let request = Request::get("/api/v1/livechat/visitor/iNKE8a6k6cjbqWhWd").body(Bytes::new())?;
/// let now = "2026-01-01T00:00:00.000Z".parse()?;
/// let mut status = || engine.handle(&request, [127, 0, 0, 1].into(), now).response.status().as_u16();
/// assert_eq!([status(), status(), status()], [200, 503, 200]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "nothing goes wrong until the fault is added"]
pub struct Fault {
    pub(crate) effect: Effect,
    pub(crate) operation: Option<Operation>,
    /// The kind of frame that it is for.
    pub(crate) frame: Option<String>,
    pub(crate) times: Option<u64>,
    pub(crate) after: u64,
    /// How many requests matched it, including those that it let pass and those that another fault applied to.
    seen: u64,
    met: u64,
    /// A generator of its own, so that what it draws does not depend on other faults.
    chance: Rng,
}

/// What a fault does.
#[derive(Clone, Debug)]
pub(crate) enum Effect {
    Delay { min: Duration, max: Duration },
    LoseResponse,
    Fail(ServerError),
    Reset,
    Dribble { chunk_bytes: usize, pause: Duration },
    DropSocket,
    DelayFrame(Duration),
    DuplicateFrame,
    ReorderFrame,
    IgnorePing,
    RefuseSubscription,
    RefuseConnect,
    LoseWebhook,
    LoseWebhookAnswer,
    DuplicateWebhook,
    ReorderWebhook,
    DelayWebhook(Duration),
}

/// The kind of a fault, for logs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FaultKind {
    /// [`Fault::delay`] and [`Fault::delay_between`].
    Delay,
    /// [`Fault::lose_response`].
    LoseResponse,
    /// [`Fault::fail`].
    Fail,
    /// [`Fault::reset`].
    Reset,
    /// [`Fault::dribble`].
    Dribble,
    /// [`Fault::drop_socket`].
    DropSocket,
    /// [`Fault::delay_frame`].
    DelayFrame,
    /// [`Fault::duplicate_frame`].
    DuplicateFrame,
    /// [`Fault::reorder_frame`].
    ReorderFrame,
    /// [`Fault::ignore_ping`].
    IgnorePing,
    /// [`Fault::refuse_subscription`].
    RefuseSubscription,
    /// [`Fault::refuse_connect`].
    RefuseConnect,
    /// [`Fault::lose_webhook`].
    LoseWebhook,
    /// [`Fault::lose_webhook_answer`].
    LoseWebhookAnswer,
    /// [`Fault::duplicate_webhook`].
    DuplicateWebhook,
    /// [`Fault::reorder_webhook`].
    ReorderWebhook,
    /// [`Fault::delay_webhook`].
    DelayWebhook,
}

impl Fault {
    /// Delays the response. The request is handled at once, and other requests are not affected.
    pub fn delay(delay: Duration) -> Self {
        Self::delay_between(delay, delay)
    }

    /// Delays the response by a time that is drawn anew for each request, both ends included.
    ///
    /// It is drawn from the [`Engine::fault_seed`](crate::Engine::fault_seed): the same seed, the same faults and the same
    /// requests give the same delays.
    pub fn delay_between(min: Duration, max: Duration) -> Self {
        Self::new(Effect::Delay { min: min.min(max), max: max.max(min) })
    }

    /// Handles the request and closes the connection without a response: what it wrote is written, and the client cannot
    /// know.
    pub fn lose_response() -> Self {
        Self::new(Effect::LoseResponse)
    }

    /// Responds with this error. The request is not handled, and the rate limiter does not count it.
    pub fn fail(error: ServerError) -> Self {
        Self::new(Effect::Fail(error))
    }

    /// Resets the connection. The request is not handled.
    pub fn reset() -> Self {
        Self::new(Effect::Reset)
    }

    /// Handles the request and sends the body of the response in pieces of this many bytes, at least one, with a pause
    /// before each but the first.
    pub fn dribble(chunk_bytes: usize, pause: Duration) -> Self {
        Self::new(Effect::Dribble { chunk_bytes: chunk_bytes.max(1), pause })
    }

    pub(crate) fn new(effect: Effect) -> Self {
        Self { effect, operation: None, frame: None, times: None, after: 0, seen: 0, met: 0, chance: Rng::with_seed(0) }
    }

    /// Restricts it to requests of this operation, at any of its paths.
    pub fn on<E: Endpoint>(mut self) -> Self {
        self.operation = Some(E::META.operation());
        self
    }

    /// Applies it to this many requests, then removes it. By default it stays until faults are cleared.
    pub fn times(mut self, times: u64) -> Self {
        self.times = Some(times);
        self
    }

    /// Applies it to one request: [`times(1)`](Self::times).
    pub fn once(self) -> Self {
        self.times(1)
    }

    /// Lets this many matching requests pass first. Those that another fault applies to count as well.
    pub fn after(mut self, requests: u64) -> Self {
        self.after = requests;
        self
    }

    /// What kind of fault it is.
    #[must_use]
    pub fn kind(&self) -> FaultKind {
        match self.effect {
            Effect::Delay { .. } => FaultKind::Delay,
            Effect::LoseResponse => FaultKind::LoseResponse,
            Effect::Fail(_) => FaultKind::Fail,
            Effect::Reset => FaultKind::Reset,
            Effect::Dribble { .. } => FaultKind::Dribble,
            Effect::DropSocket => FaultKind::DropSocket,
            Effect::DelayFrame(_) => FaultKind::DelayFrame,
            Effect::DuplicateFrame => FaultKind::DuplicateFrame,
            Effect::ReorderFrame => FaultKind::ReorderFrame,
            Effect::IgnorePing => FaultKind::IgnorePing,
            Effect::RefuseSubscription => FaultKind::RefuseSubscription,
            Effect::RefuseConnect => FaultKind::RefuseConnect,
            Effect::LoseWebhook => FaultKind::LoseWebhook,
            Effect::LoseWebhookAnswer => FaultKind::LoseWebhookAnswer,
            Effect::DuplicateWebhook => FaultKind::DuplicateWebhook,
            Effect::ReorderWebhook => FaultKind::ReorderWebhook,
            Effect::DelayWebhook(_) => FaultKind::DelayWebhook,
        }
    }

    /// The operation that it is restricted to, if any.
    #[must_use]
    pub fn operation(&self) -> Option<Operation> {
        self.operation
    }

    /// How many requests it has applied to.
    #[must_use]
    pub fn met(&self) -> u64 {
        self.met
    }

    fn is_spent(&self) -> bool {
        self.times.is_some_and(|times| self.met >= times)
    }
}

impl FaultKind {
    /// Its name, which is that of its constructor: `lose_response`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Delay => "delay",
            Self::LoseResponse => "lose_response",
            Self::Fail => "fail",
            Self::Reset => "reset",
            Self::Dribble => "dribble",
            Self::DropSocket => "drop_socket",
            Self::DelayFrame => "delay_frame",
            Self::DuplicateFrame => "duplicate_frame",
            Self::ReorderFrame => "reorder_frame",
            Self::IgnorePing => "ignore_ping",
            Self::RefuseSubscription => "refuse_subscription",
            Self::RefuseConnect => "refuse_connect",
            Self::LoseWebhook => "lose_webhook",
            Self::LoseWebhookAnswer => "lose_webhook_answer",
            Self::DuplicateWebhook => "duplicate_webhook",
            Self::ReorderWebhook => "reorder_webhook",
            Self::DelayWebhook => "delay_webhook",
        }
    }
}

impl fmt::Display for FaultKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
