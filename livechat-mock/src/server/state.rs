//! One world as the connections and the control routes of a server share it: the engine, its clock, limits and a log.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::sync::Notify;

use super::{
    Event,
    event::Log,
    limits::Limits,
    overrides::Overrides,
    registry::{Backend, ConnectionHandle, ConnectionRegistry, EngineGuard},
};
use crate::{Clock, Engine, RejectedFrame, ServerVersion, SocketId};

/// How often the engine is told the time if nothing else happens.
pub(super) const TICK: Duration = Duration::from_secs(1);

pub(crate) struct State {
    /// `None` for the server's own.
    name: Option<Box<str>>,
    /// Locked for one call of the engine at a time and never across an await.
    backend: Mutex<Backend>,
    pub(crate) clock: Clock,
    /// Come before the engine.
    pub(crate) overrides: Overrides,
    pub(super) limits: Limits,
    /// Told when an event is due in any world of the server.
    pub(super) webhooks: Arc<Notify>,
    log: Option<Log>,
}

impl State {
    pub(super) fn new(engine: Engine, clock: Clock, limits: Limits, log: Option<Log>) -> Self {
        Self::with(None, engine, clock, limits, Arc::default(), log)
    }

    /// Another world of the same server.
    pub(super) fn beside(&self, name: &str, engine: Engine, clock: Clock) -> Self {
        Self::with(Some(name.into()), engine, clock, self.limits, self.webhooks.clone(), self.log.clone())
    }

    fn with(
        name: Option<Box<str>>,
        engine: Engine,
        clock: Clock,
        limits: Limits,
        webhooks: Arc<Notify>,
        log: Option<Log>,
    ) -> Self {
        let connections = ConnectionRegistry::default();
        let backend = Mutex::new(Backend { engine, connections, webhooks: webhooks.clone() });
        Self { name, backend, clock, overrides: Overrides::default(), limits, webhooks, log }
    }

    pub(super) fn open_socket(&self, handle: ConnectionHandle) -> SocketId {
        let mut engine = self.engine();
        let socket = engine.open_socket(self.clock.now());
        engine.connections().add(socket, handle);
        socket
    }

    pub(super) fn receive(&self, socket: SocketId, text: &str) -> Result<(), RejectedFrame> {
        self.engine().receive(socket, text, self.clock.now())
    }

    pub(super) fn close_socket(&self, socket: SocketId) {
        let mut engine = self.engine();
        engine.connections().remove(socket);
        engine.close_socket(socket, self.clock.now());
    }

    /// Lets happen what is due, for those who only listen.
    pub(super) fn let_time_pass(&self) {
        let mut engine = self.engine();
        engine.advance(self.clock.now());
    }

    /// Whether anybody listens, or a webhook is to be told something. Else it is early enough to let time pass with the next
    /// request.
    pub(super) fn has_listeners(&self) -> bool {
        self.look(|engine| engine.sockets() > 0 || engine.next_webhook().is_some())
    }

    /// Whether an event is due, which is told when the engine has been used.
    pub(super) fn has_due_webhook(&self) -> bool {
        self.look(Engine::has_due_webhook)
    }

    pub(super) fn version(&self) -> ServerVersion {
        self.look(Engine::version)
    }

    /// Looks at the engine and leaves it as it is, so that there is nothing to tell anybody.
    fn look<T>(&self, look: impl FnOnce(&Engine) -> T) -> T {
        look(&self.backend.lock().unwrap_or_else(PoisonError::into_inner).engine)
    }

    /// The engine, between two requests.
    pub(crate) fn engine(&self) -> EngineGuard<'_> {
        // A panic in the engine would be a bug, and its world is still usable.
        EngineGuard::new(self.backend.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The world's name; `None` for the server's own.
    pub(super) fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// Goes back to the state at the start, without overrides.
    pub(crate) fn reset(&self) {
        self.overrides.lock().clear();
        self.engine().reset();
    }

    pub(super) fn has_log(&self) -> bool {
        self.log.is_some()
    }

    /// Tells the log, if there is one.
    pub(super) fn report<'a>(&self, event: impl FnOnce() -> Event<'a>) {
        if let Some(log) = &self.log {
            log(&event());
        }
    }
}
