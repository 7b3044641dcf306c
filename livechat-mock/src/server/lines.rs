//! The engine with the sockets that it speaks over.

use std::{
    collections::HashMap,
    ops::{Deref, DerefMut},
    sync::MutexGuard,
};

use tokio::sync::{
    mpsc::{self, error::TrySendError},
    oneshot,
};

use super::event::SocketEnd;
use crate::{Action, Engine, Outgoing, SocketId};

/// What is locked together, so that frames are queued in the order in which the engine gave them.
pub(super) struct Switchboard {
    pub(super) engine: Engine,
    pub(super) lines: Lines,
}

/// The way to each socket's task.
#[derive(Default)]
pub(super) struct Lines(HashMap<SocketId, Line>);

/// The way to one socket's task.
pub(super) struct Line {
    /// Holds as many frames as may wait for a slow reader.
    pub(super) queue: mpsc::Sender<Action>,
    /// Ends the task at once, whatever it waits for.
    pub(super) cut: oneshot::Sender<SocketEnd>,
}

impl Lines {
    pub(super) fn add(&mut self, socket: SocketId, line: Line) {
        self.0.insert(socket, line);
    }

    pub(super) fn remove(&mut self, socket: SocketId) {
        self.0.remove(&socket);
    }

    /// Queues frames. It never waits: a socket whose queue is full is cut off.
    fn deliver(&mut self, outgoing: Vec<Outgoing>) {
        for Outgoing { socket, action } in outgoing {
            let Some(line) = self.0.get(&socket) else { continue };
            if let Err(TrySendError::Full(_)) = line.queue.try_send(action) {
                self.cut(socket, SocketEnd::TooSlow);
            }
        }
    }

    fn cut(&mut self, socket: SocketId, end: SocketEnd) {
        if let Some(line) = self.0.remove(&socket) {
            // A task that does not hear of it has ended.
            let _ = line.cut.send(end);
        }
    }

    /// Ends all sockets, because the server does.
    pub(super) fn hang_up(&mut self) {
        for (_, line) in self.0.drain() {
            let _ = line.cut.send(SocketEnd::Shutdown);
        }
    }
}

/// The engine, between two calls. What it has to say when it is let go of is queued then.
pub(super) struct EngineGuard<'a>(MutexGuard<'a, Switchboard>);

impl<'a> EngineGuard<'a> {
    pub(super) fn new(guard: MutexGuard<'a, Switchboard>) -> Self {
        Self(guard)
    }

    pub(super) fn lines(&mut self) -> &mut Lines {
        &mut self.0.lines
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
        let Switchboard { engine, lines } = &mut *self.0;
        lines.deliver(engine.take_outgoing());
    }
}
