//! The engine and the registry of its realtime connections.

use std::{
    collections::HashMap,
    ops::{Deref, DerefMut},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::{
    Notify,
    mpsc::{self, error::TrySendError},
    oneshot,
};

use sha2::{Digest, Sha256};

use super::event::SocketEnd;
use crate::{Action, Engine, Outgoing, SocketId};

/// Engine and connections, behind one lock, so that frames are queued in the order in which the engine emits them.
pub(super) struct Backend {
    pub(super) engine: Engine,
    pub(super) connections: ConnectionRegistry,
    /// Tells that an event is due.
    pub(super) webhooks: Arc<Notify>,
    /// A digest of what is sent to sockets, if anybody asks for it.
    pub(super) frames: Option<FrameDigest>,
}

/// A digest of frames; `None` before the first.
#[derive(Default)]
pub(super) struct FrameDigest(Option<Sha256>);

/// The open realtime connections.
#[derive(Default)]
pub(super) struct ConnectionRegistry(HashMap<SocketId, ConnectionHandle>);

/// A handle to the task of one connection.
pub(super) struct ConnectionHandle {
    /// Bounded by [`ServerBuilder::max_waiting_frames`](crate::ServerBuilder::max_waiting_frames).
    pub(super) queue: mpsc::Sender<Action>,
    /// Ends the task immediately.
    pub(super) cut: oneshot::Sender<SocketEnd>,
}

impl FrameDigest {
    fn add(&mut self, Outgoing { socket, action }: &Outgoing) {
        let digest = self.0.get_or_insert_default();
        digest.update(socket.number().to_le_bytes());
        match action {
            Action::Send { text, delay } => {
                digest.update([0]);
                digest.update(delay.as_nanos().to_le_bytes());
                digest.update(text.len().to_le_bytes());
                digest.update(text.as_bytes());
            }
            Action::Close { code, reason } => {
                digest.update([1]);
                digest.update(code.to_le_bytes());
                digest.update(reason.as_bytes());
            }
            Action::Drop => digest.update([2]),
        }
    }

    /// The digest of those since the last call; `None` if there were none.
    pub(super) fn take(&mut self) -> Option<String> {
        let digest = self.0.take()?.finalize();
        Some(digest.iter().map(|byte| format!("{byte:02x}")).collect())
    }
}

impl ConnectionRegistry {
    pub(super) fn add(&mut self, socket: SocketId, handle: ConnectionHandle) {
        self.0.insert(socket, handle);
    }

    pub(super) fn remove(&mut self, socket: SocketId) {
        self.0.remove(&socket);
    }

    /// Queues frames. It never waits: a connection whose queue is full is closed.
    fn deliver(&mut self, outgoing: Vec<Outgoing>) {
        for Outgoing { socket, action } in outgoing {
            let Some(handle) = self.0.get(&socket) else { continue };
            if let Err(TrySendError::Full(_)) = handle.queue.try_send(action) {
                self.disconnect(socket, SocketEnd::TooSlow);
            }
        }
    }

    fn disconnect(&mut self, socket: SocketId, end: SocketEnd) {
        if let Some(handle) = self.0.remove(&socket) {
            // Without a receiver, the task has ended already.
            let _ = handle.cut.send(end);
        }
    }

    /// Closes all connections, because the server shuts down.
    pub(super) fn close_all(&mut self) {
        for (_, handle) in self.0.drain() {
            let _ = handle.cut.send(SocketEnd::Shutdown);
        }
    }
}

/// The engine of a world, for all who use it. It is locked for one call at a time and never across an await.
pub(crate) struct SharedEngine(Mutex<Backend>);

impl SharedEngine {
    pub(super) fn new(engine: Engine, webhooks: Arc<Notify>) -> Self {
        Self(Mutex::new(Backend { engine, connections: ConnectionRegistry::default(), webhooks, frames: None }))
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, Backend> {
        // A panic in the engine would be a bug, and its world is still usable.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The engine, to be changed.
    pub(super) fn guard(&self) -> EngineGuard<'_> {
        EngineGuard(self.lock())
    }

    /// Looks at the engine and leaves it as it is, so that there is nothing to tell anybody.
    pub(super) fn look<T>(&self, look: impl FnOnce(&Engine) -> T) -> T {
        look(&self.lock().engine)
    }
}

/// Exclusive access to the engine. When it is dropped, what the engine emitted is queued.
pub(crate) struct EngineGuard<'a>(MutexGuard<'a, Backend>);

impl EngineGuard<'_> {
    pub(super) fn connections(&mut self) -> &mut ConnectionRegistry {
        &mut self.0.connections
    }
}

impl Deref for EngineGuard<'_> {
    type Target = Engine;

    fn deref(&self) -> &Engine {
        &self.0.engine
    }
}

impl DerefMut for EngineGuard<'_> {
    fn deref_mut(&mut self) -> &mut Engine {
        &mut self.0.engine
    }
}

impl Drop for EngineGuard<'_> {
    fn drop(&mut self) {
        let Backend { engine, connections, webhooks, frames } = &mut *self.0;
        let outgoing = engine.take_outgoing();
        if let Some(frames) = frames {
            outgoing.iter().for_each(|outgoing| frames.add(outgoing));
        }
        connections.deliver(outgoing);
        if engine.has_due_webhook() {
            webhooks.notify_one();
        }
    }
}
