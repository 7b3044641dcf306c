//! A connection: its state, and handling its frames.

use std::{collections::BTreeMap, sync::Arc};

use livechat_sdk::{
    AuthToken, UserId, VisitorToken,
    ddp::{ClientFrame, MalformedKind, SUPPORTED, ServerFrame, SubOptions, VERSION},
};
use serde_json::Value;

use super::{
    Context, Hub, RejectedFrame, SocketId,
    index::{Reader, Stream},
};
use crate::World;

const FIRST: &str = "Must connect first";
const ALREADY: &str = "Already connected";
const A_CONNECT: &str = r#"a connect of another version; send {"msg":"connect","version":"1","support":["1"]}"#;

/// One connection.
#[derive(Debug, Default)]
pub(super) struct Connection {
    is_connected: bool,
    /// Whether it is being closed: further frames are ignored.
    pub(super) is_closing: bool,
    /// The user who is logged in.
    pub(super) user: Option<UserId>,
    /// The token of the login.
    pub(super) login: Option<AuthToken>,
    /// The visitor who goes offline when it closes.
    pub(super) guest: Option<VisitorToken>,
    /// By the ids that the client chose.
    pub(super) subscriptions: BTreeMap<String, Subscription>,
    /// A frame that a fault holds back until the next one is sent.
    pub(super) held: Option<Arc<str>>,
}

/// A subscription that was granted.
#[derive(Debug)]
pub(super) struct Subscription {
    /// What it reads; `None` if there are never any events.
    pub(super) reads: Option<(Stream, String)>,
    /// Distinguishes subscriptions of a connection to the same event.
    pub(super) number: u64,
    /// The options, which hold the visitor's token.
    pub(super) options: SubOptions,
}

impl Connection {
    pub(super) fn is_connected(&self) -> bool {
        self.is_connected
    }
}

impl Hub {
    /// Handles a frame.
    pub(super) fn read(
        &mut self,
        socket: SocketId,
        text: &str,
        context: &mut Context<'_>,
    ) -> Result<(), RejectedFrame> {
        let Some(connection) = self.connections.get(&socket).filter(|connection| !connection.is_closing) else {
            return Ok(());
        };
        let is_connected = connection.is_connected;
        let frame = match ClientFrame::read(text) {
            Ok(frame) => frame,
            Err(error) => {
                let (kind, offending) = (error.kind(), error.into_frame());
                return self.malformed(socket, kind, offending, is_connected, context);
            }
        };
        let offending = || serde_json::from_str(text).ok();
        match (frame, is_connected) {
            (ClientFrame::Connect { version, support, .. }, false) => self.connect(socket, &version, &support, context),
            (ClientFrame::Connect { .. }, true) => {
                self.reject(socket, ALREADY, offending(), "a second connect", context)
            }
            (ClientFrame::Unknown { frame_type: None }, _) => {
                self.reject(socket, "Bad request", offending(), "a frame without msg", context)
            }
            (_, false) => self.reject(socket, FIRST, offending(), "a frame that came before connect", context),
            (ClientFrame::Ping { id }, true) => {
                if !context.faults.ignores_ping() {
                    self.send(socket, &ServerFrame::Pong { id }, context.faults);
                }
                Ok(())
            }
            (ClientFrame::Pong { .. }, true) => Ok(()),
            (ClientFrame::Sub { id, name, params }, true) => self.subscribe(socket, id, &name, &params, context),
            (ClientFrame::Unsub { id }, true) => {
                self.end(socket, &id);
                self.send(socket, &ServerFrame::Nosub { id, error: None }, context.faults);
                Ok(())
            }
            (ClientFrame::Method { id, method, params }, true) => self.call(socket, id, &method, &params, context),
            (_, true) => self.reject(socket, "Bad request", offending(), "a frame with an unknown msg", context),
        }
    }

    fn malformed(
        &mut self,
        socket: SocketId,
        kind: MalformedKind,
        offending: Option<Value>,
        is_connected: bool,
        context: &mut Context<'_>,
    ) -> Result<(), RejectedFrame> {
        let (reason, why) = match (kind, is_connected) {
            (MalformedKind::Json, _) => (kind.to_string(), "a frame that is no JSON"),
            (MalformedKind::Connect, false) => return self.fail(socket, VERSION, A_CONNECT, context),
            (MalformedKind::Connect, true) => (ALREADY.to_owned(), "a second connect"),
            (_, false) => (FIRST.to_owned(), "a frame that came before connect"),
            (MalformedKind::Method, true) => (kind.to_string(), "a method without id or name"),
            (MalformedKind::Sub, true) => (kind.to_string(), "a sub without id or name"),
            (_, true) => (kind.to_string(), "a frame that is no object, or an unsub without id"),
        };
        self.reject(socket, reason, offending, why, context)
    }

    /// Sends the protocol's error for an invalid frame. The connection stays open.
    pub(super) fn reject(
        &mut self,
        socket: SocketId,
        reason: impl Into<String>,
        offending_message: Option<Value>,
        why: &'static str,
        context: &mut Context<'_>,
    ) -> Result<(), RejectedFrame> {
        self.send(socket, &ServerFrame::Error { reason: reason.into(), offending_message }, context.faults);
        Err(RejectedFrame(why.into()))
    }

    fn connect(
        &mut self,
        socket: SocketId,
        version: &String,
        support: &[String],
        context: &mut Context<'_>,
    ) -> Result<(), RejectedFrame> {
        let best = support.iter().map(String::as_str).find(|version| SUPPORTED.contains(version)).unwrap_or(VERSION);
        if context.faults.refuses_connect() {
            return self.fail(socket, best, "a connect, by a fault", context);
        }
        if !support.contains(version) || version != best {
            return self.fail(socket, best, A_CONNECT, context);
        }
        let session = self.sessions.draw();
        if let Some(connection) = self.connections.get_mut(&socket) {
            connection.is_connected = true;
        }
        self.send(socket, &ServerFrame::Connected { session }, context.faults);
        Ok(())
    }

    fn fail(
        &mut self,
        socket: SocketId,
        version: &str,
        why: &'static str,
        context: &mut Context<'_>,
    ) -> Result<(), RejectedFrame> {
        self.send(socket, &ServerFrame::Failed { version: version.to_owned() }, context.faults);
        self.disconnect(socket, 1000, "failed");
        Err(RejectedFrame(why.into()))
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

    /// Closes all connections of a user who was removed.
    pub(super) fn disconnect_user(&mut self, user: &UserId) {
        self.disconnect_all("the user was removed", |known| known.user.as_ref() == Some(user));
    }

    /// Closes the connections whose login has ended.
    pub(super) fn end_logins(&mut self, world: &World) {
        let ended = world.users.ended_logins();
        if std::mem::replace(&mut self.ended_logins, ended) == ended {
            return;
        }
        let is_over = |token: &AuthToken| world.users.logged_in(token.expose()).is_none();
        self.disconnect_all("the login has ended", |known| known.login.as_ref().is_some_and(is_over));
    }

    fn disconnect_all(&mut self, reason: &'static str, is_meant: impl Fn(&Connection) -> bool) {
        let meant = self.connections.iter().filter(|(_, known)| is_meant(known) && !known.is_closing);
        let mut sockets: Vec<_> = meant.map(|(socket, _)| *socket).collect();
        sockets.sort_unstable();
        for socket in sockets {
            self.disconnect(socket, 1000, reason);
        }
    }

    /// Removes a connection. Returns the visitor who goes offline with it.
    pub(super) fn remove(&mut self, socket: SocketId) -> Option<VisitorToken> {
        let connection = self.connections.remove(&socket)?;
        for subscription in connection.subscriptions.values() {
            self.unindex(socket, subscription);
        }
        connection.guest
    }
}
