//! Faults of realtime: of sockets and frames.

use std::time::Duration;

use super::{Effect, Fault, Faults};

/// Realtime.
///
/// These apply to WebSockets and their frames in place of requests; [`times`](Self::times), [`once`](Self::once) and
/// [`after`](Self::after) count those. Restricted to an operation by [`on`](Self::on), they never apply.
///
/// Those of frames apply to every frame that the server sends but pings and pongs, unless they are restricted to a
/// [kind of frame](Self::on_frame).
impl Fault {
    /// Closes the connection silently in place of sending a frame.
    pub fn drop_socket() -> Self {
        Self::new(Effect::DropSocket)
    }

    /// Delays a frame that the server sends, and with it the frames after it on its connection.
    pub fn delay_frame(delay: Duration) -> Self {
        Self::new(Effect::DelayFrame(delay))
    }

    /// Sends a frame twice.
    pub fn duplicate_frame() -> Self {
        Self::new(Effect::DuplicateFrame)
    }

    /// Sends a frame after the next one on its connection. If there is none, it is lost.
    pub fn reorder_frame() -> Self {
        Self::new(Effect::ReorderFrame)
    }

    /// Ignores a client's `ping`.
    pub fn ignore_ping() -> Self {
        Self::new(Effect::IgnorePing)
    }

    /// Rejects a client's `sub`, with `not-allowed`.
    pub fn refuse_subscription() -> Self {
        Self::new(Effect::RefuseSubscription)
    }

    /// Responds to a client's `connect` with `failed`, and closes the connection.
    pub fn refuse_connect() -> Self {
        Self::new(Effect::RefuseConnect)
    }

    /// Restricts it to frames of the server with this `msg`: `changed` for what happens in rooms, `ready`, `pong`.
    pub fn on_frame(mut self, msg: impl Into<String>) -> Self {
        self.frame = Some(msg.into());
        self
    }

    /// The kind of frame that it is restricted to, if any.
    #[must_use]
    pub fn frame(&self) -> Option<&str> {
        self.frame.as_deref()
    }

    /// Whether it applies to requests of clients.
    pub(crate) fn is_about_requests(&self) -> bool {
        !self.is_about_sockets() && !self.is_about_webhooks()
    }

    pub(crate) fn is_about_sockets(&self) -> bool {
        self.is_about_frames()
            || matches!(self.effect, Effect::IgnorePing | Effect::RefuseSubscription | Effect::RefuseConnect)
    }

    /// Whether it applies to frames that the server sends.
    pub(crate) fn is_about_frames(&self) -> bool {
        matches!(
            self.effect,
            Effect::DropSocket | Effect::DelayFrame(_) | Effect::DuplicateFrame | Effect::ReorderFrame
        )
    }
}

/// What happens to a frame that a fault applies to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FrameFate {
    Delay(Duration),
    Twice,
    AfterNext,
    Drop,
}

impl Faults {
    /// The fault that applies to a frame that the server is about to send.
    pub(crate) fn meet_frame(&mut self, word: &str) -> Option<FrameFate> {
        let is_usual = !matches!(word, "ping" | "pong");
        let is_for = |fault: &Fault| fault.frame.as_ref().map_or(is_usual, |wanted| wanted == word);
        self.first_due(
            |fault| fault.operation.is_none() && fault.is_about_frames() && is_for(fault),
            |fault| match fault.effect {
                Effect::DelayFrame(delay) => FrameFate::Delay(delay),
                Effect::DuplicateFrame => FrameFate::Twice,
                Effect::ReorderFrame => FrameFate::AfterNext,
                _ => FrameFate::Drop,
            },
        )
    }

    pub(crate) fn ignores_ping(&mut self) -> bool {
        self.meets(|effect| matches!(effect, Effect::IgnorePing))
    }

    pub(crate) fn refuses_subscription(&mut self) -> bool {
        self.meets(|effect| matches!(effect, Effect::RefuseSubscription))
    }

    pub(crate) fn refuses_connect(&mut self) -> bool {
        self.meets(|effect| matches!(effect, Effect::RefuseConnect))
    }

    fn meets(&mut self, is_it: impl Fn(&Effect) -> bool) -> bool {
        self.first_due(|fault| fault.operation.is_none() && is_it(&fault.effect), |_| ()).is_some()
    }
}
