//! Realtime without its sockets: from text that comes over them, and from what changes in the world, to text that goes out.
//!
//! The protocol is DDP, version 1, with the server's streams. Like the engine that it is a part of, it reads no clock and
//! opens no socket. It knows each connection by a number; a front has the sockets.

mod calling;
mod connection;
mod events;
#[cfg(any(feature = "server", test))]
mod heartbeat;
mod index;
mod login;
pub(crate) mod methods;
mod outgoing;
mod reading;
mod refusal;

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
use self::{connection::Connection, index::Index};
use crate::{World, fault::Faults, world::Follower};

/// A realtime connection of an [`Engine`](crate::Engine). Numbers are not used again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SocketId(u64);

/// A frame that the server refused, and why. The client was told.
///
/// The text is for logs: it never shows what the frame brought, which may be secret.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct RefusedFrame(pub(crate) Cow<'static, str>);

/// How many subscriptions a connection may have at a time.
const SUBSCRIPTIONS: usize = 1000;

/// The longest id of a subscription and the longest name of an event, in bytes: they are kept.
const LONGEST_NAME: usize = 256;

/// All connections, and who reads what.
#[derive(Default)]
pub(crate) struct Hub {
    connections: HashMap<SocketId, Connection>,
    index: Index,
    outgoing: Vec<Outgoing>,
    /// How far the world's changes were read; `None` while nobody is connected.
    follower: Option<Follower>,
    /// The place of each waiting room in its queue, as it was told last.
    spots: BTreeMap<RoomId, u64>,
    sockets: u64,
    subscriptions: u64,
    sessions: Sessions,
}

/// Where the ids of sessions come from: the same seed as always.
struct Sessions(Rng);

impl Default for Sessions {
    fn default() -> Self {
        Self(Rng::with_seed(0))
    }
}

/// What surrounds the connections.
pub(crate) struct Scene<'a> {
    /// `None` in replay mode.
    pub(crate) world: Option<&'a mut World>,
    pub(crate) faults: &'a mut Faults,
    /// Whether everybody counts as the administrator.
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
    pub(crate) fn open(&mut self, scene: &mut Scene<'_>) -> SocketId {
        self.sockets += 1;
        let socket = SocketId(self.sockets);
        self.connections.insert(socket, Connection::default());
        self.pump(scene.world.as_deref_mut(), scene.faults);
        // What servers greet with. It is no frame of the protocol, and no fault is for it.
        self.outgoing.push(Outgoing::text(socket, r#"{"server_id":"0"}"#.into()));
        socket
    }

    pub(crate) fn receive(&mut self, socket: SocketId, text: &str, scene: &mut Scene<'_>) -> Result<(), RefusedFrame> {
        let result = self.read(socket, text, scene);
        self.pump(scene.world.as_deref_mut(), scene.faults);
        result
    }

    /// Asks whether somebody is there, once that can be understood.
    pub(crate) fn ping(&mut self, socket: SocketId, faults: &mut Faults) {
        if self.connections.get(&socket).is_some_and(Connection::is_connected) {
            self.send(socket, &ServerFrame::Ping { id: None }, faults);
        }
    }

    /// The connection is gone, with all that it read.
    pub(crate) fn close(&mut self, socket: SocketId, scene: &mut Scene<'_>) {
        let guest = self.forget(socket);
        if let (Some(guest), Some(world)) = (guest, scene.world.as_deref_mut()) {
            world.set_visitor_status(&guest, &VisitorStatus::Offline, scene.now);
        }
        self.pump(scene.world.as_deref_mut(), scene.faults);
    }

    /// Passes on what changed in the world.
    pub(crate) fn pump(&mut self, world: Option<&mut World>, faults: &mut Faults) {
        let Some(world) = world else { return };
        if let Some(follower) = self.follower.take() {
            let is_new = world.outbox.unread(&follower).is_some_and(|mut unread| unread.next().is_some());
            if is_new {
                self.announce(world, &follower, faults);
            } else if world.outbox.unread(&follower).is_some() && !self.connections.is_empty() {
                self.follower = Some(follower);
                return;
            }
        }
        if self.connections.is_empty() {
            world.outbox.release();
        } else {
            self.follower = Some(world.outbox.follow());
        }
    }

    /// Ends all connections, as a server that starts anew.
    pub(crate) fn restart(&mut self) {
        let mut sockets: Vec<_> = self.connections.keys().copied().collect();
        sockets.sort_unstable();
        for socket in sockets {
            self.forget(socket);
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

/// Whoever goes on from a copy of an engine has sockets of their own, and none yet.
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
