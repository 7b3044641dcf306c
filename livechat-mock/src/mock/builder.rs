//! The configuration of a mock.

use std::sync::Arc;

use wiremock::MockServer;

use super::{LivechatMock, transport::Transport};
use crate::{BuiltInAgent, Clock, Engine, ServerVersion, World};

/// The configuration of a [`LivechatMock`]. Made by [`LivechatMock::builder`].
#[derive(Debug)]
#[must_use = "a mock runs after `start`"]
pub struct LivechatMockBuilder {
    world: Option<World>,
    clock: Clock,
    version: Option<ServerVersion>,
    rate_limit: bool,
    no_auth: bool,
    fault_seed: u64,
    agent: Option<BuiltInAgent>,
}

impl LivechatMockBuilder {
    pub(super) fn new() -> Self {
        Self {
            world: None,
            clock: Clock::system(),
            version: None,
            rate_limit: false,
            no_auth: false,
            fault_seed: 0,
            agent: None,
        }
    }

    /// Behaves as a server in this state, instead of replaying the documented examples.
    ///
    /// [`World::documented`] has the people and rooms of the documentation, [`World::empty`] is a fresh server.
    pub fn stateful(mut self, world: World) -> Self {
        self.world = Some(world);
        self
    }

    /// The clock, for dates and rate limits; default [`Clock::system`].
    pub fn clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// The server version to behave as; default is the newest, or that of the world.
    pub fn server_version(mut self, version: ServerVersion) -> Self {
        self.version = Some(version);
        self
    }

    /// Whether rate limits are enforced, as servers do; default `false`.
    pub fn rate_limit(mut self, on: bool) -> Self {
        self.rate_limit = on;
        self
    }

    /// Lets any caller call every operation, without a login.
    pub fn no_auth(mut self) -> Self {
        self.no_auth = true;
        self
    }

    /// What [`Fault::delay_between`](crate::Fault::delay_between) draws from; default 0.
    pub fn fault_seed(mut self, seed: u64) -> Self {
        self.fault_seed = seed;
        self
    }

    /// Adds an agent that takes new conversations and replies; default none. Has no effect in replay mode.
    pub fn agent(mut self, agent: BuiltInAgent) -> Self {
        self.agent = Some(agent);
        self
    }

    /// Starts the server, on a free port of the loopback interface.
    ///
    /// # Panics
    ///
    /// If the system does not let the process listen there: wiremock's own panic.
    pub async fn start(self) -> LivechatMock {
        let mut engine = match self.world {
            Some(world) => Engine::stateful(world),
            None => Engine::replay(),
        };
        if let Some(version) = self.version {
            engine = engine.server_version(version);
        }
        if let Some(agent) = self.agent {
            engine = engine.agent(agent);
        }
        // wiremock keeps the requests already.
        let engine =
            engine.rate_limit(self.rate_limit).no_auth(self.no_auth).fault_seed(self.fault_seed).request_log_size(0);
        let transport = Arc::new(Transport::new(engine, self.clock));
        let server = MockServer::start().await;
        transport.mount(&server).await;
        LivechatMock::new(server, transport)
    }
}
