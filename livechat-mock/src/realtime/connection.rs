//! One connection: what it said before, and reading what it says next.

use std::{collections::BTreeMap, sync::Arc};

use livechat_sdk::{
    AuthToken, UserId, VisitorToken,
    ddp::{ClientFrame, MalformedKind, SUPPORTED, ServerFrame, SubOptions, VERSION},
};
use serde_json::Value;

use super::{
    Hub, RefusedFrame, Scene, SocketId,
    index::{Reader, Stream},
};

const FIRST: &str = "Must connect first";
const ALREADY: &str = "Already connected";
const A_CONNECT: &str = r#"a connect of another version; send {"msg":"connect","version":"1","support":["1"]}"#;

/// One connection.
#[derive(Debug, Default)]
pub(super) struct Connection {
    is_connected: bool,
    /// It is being closed, and nothing counts any more.
    pub(super) is_over: bool,
    /// Who logged in.
    pub(super) user: Option<UserId>,
    /// The token of the login.
    pub(super) login: Option<AuthToken>,
    /// The visitor who is offline once it is gone.
    pub(super) guest: Option<VisitorToken>,
    /// By the ids that the client chose.
    pub(super) subscriptions: BTreeMap<String, Subscription>,
    /// A frame that goes out after the next one.
    pub(super) held: Option<Arc<str>>,
}

/// A subscription that was granted.
#[derive(Debug)]
pub(super) struct Subscription {
    /// What it reads; `None` if nothing ever comes.
    pub(super) reads: Option<(Stream, String)>,
    /// What tells it from others of the same connection that read the same.
    pub(super) number: u64,
    /// What the client gave to show that it may read it.
    pub(super) options: SubOptions,
}

impl Connection {
    pub(super) fn is_connected(&self) -> bool {
        self.is_connected
    }
}

impl Hub {
    /// Reads a frame and does what it says.
    pub(super) fn read(&mut self, socket: SocketId, text: &str, scene: &mut Scene<'_>) -> Result<(), RefusedFrame> {
        let Some(connection) = self.connections.get(&socket).filter(|connection| !connection.is_over) else {
            return Ok(());
        };
        let is_connected = connection.is_connected;
        let frame = match ClientFrame::read(text) {
            Ok(frame) => frame,
            Err(error) => {
                let (kind, offending) = (error.kind(), error.into_frame());
                return self.malformed(socket, kind, offending, is_connected, scene);
            }
        };
        let offending = || serde_json::from_str(text).ok();
        match (frame, is_connected) {
            (ClientFrame::Connect { version, support, .. }, false) => self.connect(socket, &version, &support, scene),
            (ClientFrame::Connect { .. }, true) => self.object(socket, ALREADY, offending(), "a second connect", scene),
            (ClientFrame::Unknown { frame_type: None }, _) => {
                self.object(socket, "Bad request", offending(), "a frame without msg", scene)
            }
            (_, false) => self.object(socket, FIRST, offending(), "a frame that came before connect", scene),
            (ClientFrame::Ping { id }, true) => {
                if !scene.faults.ignores_ping() {
                    self.send(socket, &ServerFrame::Pong { id }, scene.faults);
                }
                Ok(())
            }
            (ClientFrame::Pong { .. }, true) => Ok(()),
            (ClientFrame::Sub { id, name, params }, true) => self.subscribe(socket, id, &name, &params, scene),
            (ClientFrame::Unsub { id }, true) => {
                self.end(socket, &id);
                self.send(socket, &ServerFrame::Nosub { id, error: None }, scene.faults);
                Ok(())
            }
            (ClientFrame::Method { id, method, params }, true) => self.call(socket, id, &method, &params, scene),
            (_, true) => self.object(socket, "Bad request", offending(), "a frame with an unknown msg", scene),
        }
    }

    fn malformed(
        &mut self,
        socket: SocketId,
        kind: MalformedKind,
        offending: Option<Value>,
        is_connected: bool,
        scene: &mut Scene<'_>,
    ) -> Result<(), RefusedFrame> {
        let (reason, why) = match (kind, is_connected) {
            (MalformedKind::Json, _) => (kind.to_string(), "a frame that is no JSON"),
            (MalformedKind::Connect, false) => return self.fail(socket, VERSION, A_CONNECT, scene),
            (MalformedKind::Connect, true) => (ALREADY.to_owned(), "a second connect"),
            (_, false) => (FIRST.to_owned(), "a frame that came before connect"),
            (MalformedKind::Method, true) => (kind.to_string(), "a method without id or name"),
            (MalformedKind::Sub, true) => (kind.to_string(), "a sub without id or name"),
            (_, true) => (kind.to_string(), "a frame that is no object, or an unsub without id"),
        };
        self.object(socket, reason, offending, why, scene)
    }

    /// Tells a client that a frame is none of the protocol's. The connection goes on.
    pub(super) fn object(
        &mut self,
        socket: SocketId,
        reason: impl Into<String>,
        offending_message: Option<Value>,
        why: &'static str,
        scene: &mut Scene<'_>,
    ) -> Result<(), RefusedFrame> {
        self.send(socket, &ServerFrame::Error { reason: reason.into(), offending_message }, scene.faults);
        Err(RefusedFrame(why.into()))
    }

    fn connect(
        &mut self,
        socket: SocketId,
        version: &String,
        support: &[String],
        scene: &mut Scene<'_>,
    ) -> Result<(), RefusedFrame> {
        let best = support.iter().map(String::as_str).find(|version| SUPPORTED.contains(version)).unwrap_or(VERSION);
        if scene.faults.refuses_connect() {
            return self.fail(socket, best, "a connect, by a fault", scene);
        }
        if !support.contains(version) || version != best {
            return self.fail(socket, best, A_CONNECT, scene);
        }
        let session = self.sessions.draw();
        if let Some(connection) = self.connections.get_mut(&socket) {
            connection.is_connected = true;
        }
        self.send(socket, &ServerFrame::Connected { session }, scene.faults);
        Ok(())
    }

    fn fail(
        &mut self,
        socket: SocketId,
        version: &str,
        why: &'static str,
        scene: &mut Scene<'_>,
    ) -> Result<(), RefusedFrame> {
        self.send(socket, &ServerFrame::Failed { version: version.to_owned() }, scene.faults);
        self.hang_up(socket, 1000, "failed");
        Err(RefusedFrame(why.into()))
    }

    /// Ends a subscription, if there is one.
    pub(super) fn end(&mut self, socket: SocketId, id: &str) {
        let subscription = self.connections.get_mut(&socket).and_then(|known| known.subscriptions.remove(id));
        if let Some(subscription) = subscription {
            self.unindex(socket, &subscription);
        }
    }

    fn unindex(&mut self, socket: SocketId, subscription: &Subscription) {
        if let Some((stream, event)) = &subscription.reads {
            self.index.remove(*stream, event, Reader { socket, number: subscription.number });
        }
    }

    /// Ends all connections of a user who was removed.
    pub(super) fn cut_off(&mut self, user: &UserId) {
        let of_user = self.connections.iter().filter(|(_, known)| known.user.as_ref() == Some(user) && !known.is_over);
        let mut sockets: Vec<_> = of_user.map(|(socket, _)| *socket).collect();
        sockets.sort_unstable();
        for socket in sockets {
            self.hang_up(socket, 1000, "the user was removed");
        }
    }

    /// Forgets a connection, and answers the visitor who is offline now.
    pub(super) fn forget(&mut self, socket: SocketId) -> Option<VisitorToken> {
        let connection = self.connections.remove(&socket)?;
        for subscription in connection.subscriptions.values() {
            self.unindex(socket, subscription);
        }
        connection.guest
    }
}
