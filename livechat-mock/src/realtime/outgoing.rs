//! Frames to send, and the faults that apply to them.

use std::{fmt, sync::Arc, time::Duration};

use livechat_sdk::ddp::ServerFrame;

use super::{Hub, SocketId};
use crate::{
    fault::{Faults, FrameFate},
    json,
};

/// Something for a transport to do with a socket. Those for the same socket are to be done in order.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Outgoing {
    /// The socket.
    pub socket: SocketId,
    /// What to do.
    pub action: Action,
}

/// What to do with a socket.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Action {
    /// Send a text frame.
    #[non_exhaustive]
    Send {
        /// The frame, shared by all recipients.
        text: Arc<str>,
        /// How long to delay it, and with it the frames after it.
        delay: Duration,
    },
    /// Close it with a close frame.
    #[non_exhaustive]
    Close {
        /// The code.
        code: u16,
        /// Why.
        reason: &'static str,
    },
    /// Close the connection below it, without a close frame.
    Drop,
}

impl Outgoing {
    /// The text of a frame, if it is one to send.
    #[must_use]
    pub fn into_text(self) -> Option<Arc<str>> {
        match self.action {
            Action::Send { text, .. } => Some(text),
            Action::Close { .. } | Action::Drop => None,
        }
    }

    pub(super) fn text(socket: SocketId, text: Arc<str>) -> Self {
        Self { socket, action: Action::Send { text, delay: Duration::ZERO } }
    }

    pub(super) fn close(socket: SocketId, code: u16, reason: &'static str) -> Self {
        Self { socket, action: Action::Close { code, reason } }
    }
}

/// Frames hold tokens, and are not shown.
impl fmt::Debug for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Send { text, delay } => {
                f.debug_struct("Send").field("bytes", &text.len()).field("delay", delay).finish()
            }
            Self::Close { code, reason } => {
                f.debug_struct("Close").field("code", code).field("reason", reason).finish()
            }
            Self::Drop => f.write_str("Drop"),
        }
    }
}

impl Hub {
    pub(super) fn send(&mut self, socket: SocketId, frame: &ServerFrame, faults: &mut Faults) {
        self.send_text(socket, word(frame), text(frame), faults);
    }

    /// Sends a frame, subject to faults.
    pub(super) fn send_text(&mut self, socket: SocketId, word: &str, text: Arc<str>, faults: &mut Faults) {
        let Some(connection) = self.connections.get_mut(&socket).filter(|connection| !connection.is_closing) else {
            return;
        };
        let held = connection.held.take();
        let mut put =
            |text: Arc<str>, delay| self.outgoing.push(Outgoing { socket, action: Action::Send { text, delay } });
        match faults.meet_frame(word) {
            None => put(text, Duration::ZERO),
            Some(FrameFate::Delay(delay)) => put(text, delay),
            Some(FrameFate::Twice) => {
                put(text.clone(), Duration::ZERO);
                put(text, Duration::ZERO);
            }
            // A frame that is held back already is not overtaken twice.
            Some(FrameFate::AfterNext) if held.is_none() => {
                connection.held = Some(text);
                return;
            }
            Some(FrameFate::AfterNext) => put(text, Duration::ZERO),
            Some(FrameFate::Drop) => {
                connection.is_closing = true;
                self.outgoing.push(Outgoing { socket, action: Action::Drop });
                return;
            }
        }
        if let Some(held) = held {
            put(held, Duration::ZERO);
        }
    }

    /// Closes a connection. Nothing else is sent over it.
    pub(super) fn disconnect(&mut self, socket: SocketId, code: u16, reason: &'static str) {
        if let Some(connection) = self.connections.get_mut(&socket) {
            connection.is_closing = true;
        }
        self.outgoing.push(Outgoing::close(socket, code, reason));
    }
}

/// A frame as text, to be shared by its recipients.
pub(super) fn text(frame: &ServerFrame) -> Arc<str> {
    // Every frame of a server serializes. If not, clients ignore an empty object.
    json::to_string(frame).map_or_else(|_| "{}".into(), Into::into)
}

/// The `msg` of a frame.
fn word(frame: &ServerFrame) -> &'static str {
    match frame {
        ServerFrame::Connected { .. } => "connected",
        ServerFrame::Failed { .. } => "failed",
        ServerFrame::Ping { .. } => "ping",
        ServerFrame::Pong { .. } => "pong",
        ServerFrame::Result { .. } => "result",
        ServerFrame::Updated { .. } => "updated",
        ServerFrame::Ready { .. } => "ready",
        ServerFrame::Nosub { .. } => "nosub",
        ServerFrame::Added { .. } => "added",
        ServerFrame::Changed { .. } => "changed",
        ServerFrame::Removed { .. } => "removed",
        _ => "error",
    }
}
