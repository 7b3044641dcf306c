//! Faults of realtime: of sockets, and of the frames that go over them.

use std::time::Duration;

use super::{Effect, Fault, Faults};

/// Realtime.
///
/// These meet what goes over WebSockets in place of requests, and [`times`](Self::times), [`once`](Self::once) and
/// [`after`](Self::after) count that. None is for an operation: with [`on`](Self::on) it meets nothing.
///
/// Those that are about frames meet every frame that the server sends, but for pings and pongs, unless they are for a
/// [kind of frame](Self::on_frame).
impl Fault {
    /// In place of a frame that the server is about to send, the connection is closed, without a word.
    pub fn drop_socket() -> Self {
        Self::new(Effect::DropSocket)
    }

    /// A frame that the server sends is held back for so long, and with it whatever comes after it on its connection.
    pub fn delay_frame(delay: Duration) -> Self {
        Self::new(Effect::DelayFrame(delay))
    }

    /// A frame that the server sends is sent twice.
    pub fn duplicate_frame() -> Self {
        Self::new(Effect::DuplicateFrame)
    }

    /// A frame that the server sends goes out after the next one on its connection. If there is none, it is lost.
    pub fn reorder_frame() -> Self {
        Self::new(Effect::ReorderFrame)
    }

    /// A client's `ping` is not answered.
    pub fn ignore_ping() -> Self {
        Self::new(Effect::IgnorePing)
    }

    /// A client's `sub` is refused, with `not-allowed`.
    pub fn refuse_subscription() -> Self {
        Self::new(Effect::RefuseSubscription)
    }

    /// A client's `connect` is answered with `failed`, and the connection closed.
    pub fn refuse_connect() -> Self {
        Self::new(Effect::RefuseConnect)
    }

    /// Only frames of the server's with this word under `msg`: `changed` for what happens in rooms, `ready`, `pong`.
    pub fn on_frame(mut self, msg: impl Into<String>) -> Self {
        self.frame = Some(msg.into());
        self
    }

    /// The kind of frame that it is for; `None` if it is for all.
    #[must_use]
    pub fn frame(&self) -> Option<&str> {
        self.frame.as_deref()
    }

    pub(crate) fn is_about_sockets(&self) -> bool {
        self.is_about_frames()
            || matches!(self.effect, Effect::IgnorePing | Effect::RefuseSubscription | Effect::RefuseConnect)
    }

    /// Whether it is about frames that the server sends.
    pub(crate) fn is_about_frames(&self) -> bool {
        matches!(
            self.effect,
            Effect::DropSocket | Effect::DelayFrame(_) | Effect::DuplicateFrame | Effect::ReorderFrame
        )
    }
}

/// What becomes of a frame that meets a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FrameFate {
    Delay(Duration),
    Twice,
    AfterNext,
    Drop,
}

impl Faults {
    /// What becomes of a frame that the server is about to send.
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
