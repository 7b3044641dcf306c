//! Realtime without I/O: DDP, version 1, with the server's streams.
//!
//! Frames from clients and changes of the world go in, frames for clients come out. As a part of the engine, it reads no
//! clock and opens no socket: a transport has the sockets, and each is a number here.

mod calling;
mod connection;
mod errors;
mod events;
#[cfg(any(feature = "server", test))]
mod heartbeat;
mod index;
mod login;
pub(crate) mod methods;
mod outgoing;
mod reading;

use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap},
    fmt,
};

use fastrand::Rng;
use livechat_sdk::{RoomId, Timestamp, ddp::ServerFrame, model::VisitorStatus};

#[cfg(feature = "server")]
pub(crate) use self::heartbeat::{Beat, Heartbeat};
pub use self::outgoing::{Action, Outgoing};
use self::{connection::Connection, index::Index, methods::Find};
use crate::{World, fault::Faults, limiter::Limiter, world::Follower};

/// The id of a realtime connection of an [`Engine`](crate::Engine). Ids are not reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SocketId(u64);

#[cfg(feature = "server")]
impl SocketId {
    pub(crate) fn numbered(number: u64) -> Self {
        Self(number)
    }

    pub(crate) fn number(self) -> u64 {
        self.0
    }
}

/// Why a frame was rejected. The client got an error.
///
/// The text is for logs. It never quotes the frame, which may hold secrets.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct RejectedFrame(pub(crate) Cow<'static, str>);

/// How many subscriptions a connection may have at a time.
const SUBSCRIPTIONS: usize = 1000;

/// The longest id of a subscription and the longest name of an event, in bytes: they are kept.
const LONGEST_NAME: usize = 256;

/// All connections and their subscriptions.
#[derive(Default)]
pub(crate) struct Hub {
    connections: HashMap<SocketId, Connection>,
    index: Index,
    outgoing: Vec<Outgoing>,
    /// The position in the world's outbox; `None` while there are no connections.
    follower: Option<Follower>,
    /// The place of each waiting room in its queue, as last sent.
    spots: BTreeMap<RoomId, u64>,
    /// How many logins had ended when the connections' were looked at last.
    ended_logins: u64,
    sockets: u64,
    subscriptions: u64,
    sessions: Sessions,
}

/// The ids of sessions, from a fixed seed.
struct Sessions(Rng);

impl Default for Sessions {
    fn default() -> Self {
        Self(Rng::with_seed(0))
    }
}

/// What handling a frame has access to.
pub(crate) struct Context<'a> {
    /// `None` in replay mode.
    pub(crate) world: Option<&'a mut World>,
    pub(crate) faults: &'a mut Faults,
    /// `None` where calls are not limited.
    pub(crate) limiter: Option<&'a mut Limiter>,
    /// The methods beside those of realtime itself.
    pub(crate) find: Find,
    /// Whether every caller counts as the administrator.
    pub(crate) no_auth: bool,
    pub(crate) now: Timestamp,
}

impl Sessions {
    /// 17 characters, as servers draw them.
    fn draw(&mut self) -> String {
        std::iter::repeat_with(|| self.0.alphanumeric()).take(17).collect()
    }
}

impl Hub {
    pub(crate) fn open(&mut self, context: &mut Context<'_>) -> SocketId {
        self.sockets += 1;
        let socket = SocketId(self.sockets);
        self.connections.insert(socket, Connection::default());
        self.pump(context.world.as_deref_mut(), context.faults);
        // Servers send this first. It is not part of DDP, and no fault applies to it.
        self.outgoing.push(Outgoing::text(socket, r#"{"server_id":"0"}"#.into()));
        socket
    }

    pub(crate) fn receive(
        &mut self,
        socket: SocketId,
        text: &str,
        context: &mut Context<'_>,
    ) -> Result<(), RejectedFrame> {
        let result = self.read(socket, text, context);
        self.pump(context.world.as_deref_mut(), context.faults);
        result
    }

    /// Pings a client that has sent `connect`.
    pub(crate) fn ping(&mut self, socket: SocketId, faults: &mut Faults) {
        if self.connections.get(&socket).is_some_and(Connection::is_connected) {
            self.send(socket, &ServerFrame::Ping { id: None }, faults);
        }
    }

    /// Removes a connection and its subscriptions.
    pub(crate) fn close(&mut self, socket: SocketId, context: &mut Context<'_>) {
        let guest = self.remove(socket);
        if let (Some(guest), Some(world)) = (guest, context.world.as_deref_mut()) {
            world.set_visitor_status(&guest, &VisitorStatus::Offline, context.now);
        }
        self.pump(context.world.as_deref_mut(), context.faults);
    }

    /// Whether nobody is connected, nor was since the last call of [`pump`](Self::pump).
    pub(crate) fn is_idle(&self) -> bool {
        self.connections.is_empty() && self.follower.is_none()
    }

    /// Forwards what changed in the world to subscribers.
    pub(crate) fn pump(&mut self, world: Option<&mut World>, faults: &mut Faults) {
        let Some(world) = world else { return };
        if let Some(follower) = self.follower.take() {
            let is_new = world.outbox.unread(&follower).is_some_and(|mut unread| unread.next().is_some());
            if is_new {
                self.announce(world, &follower, faults);
            } else if world.outbox.unread(&follower).is_some() && !self.connections.is_empty() {
                self.follower = Some(follower);
                self.end_logins(world);
                return;
            }
        }
        self.end_logins(world);
        if self.connections.is_empty() {
            world.outbox.release();
        } else {
            self.follower = Some(world.outbox.follow());
        }
    }

    /// Closes all connections, as a server that restarts.
    pub(crate) fn restart(&mut self) {
        let mut sockets: Vec<_> = self.connections.keys().copied().collect();
        sockets.sort_unstable();
        for socket in sockets {
            self.remove(socket);
            self.outgoing.push(Outgoing::close(socket, 1012, "the server was reset"));
        }
        self.follower = None;
        self.spots.clear();
    }

    pub(crate) fn take_outgoing(&mut self) -> Vec<Outgoing> {
        std::mem::take(&mut self.outgoing)
    }

    pub(crate) fn len(&self) -> usize {
        self.connections.len()
    }
}

/// The copy of an engine has no connections.
impl Clone for Hub {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl fmt::Debug for Hub {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hub").field("connections", &self.connections.len()).finish_non_exhaustive()
    }
}
