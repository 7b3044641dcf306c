//! The configuration of a mock.

use super::{LivechatMock, recording::Recording};
#[cfg(feature = "tls")]
use crate::TlsIdentity;
use crate::{BuiltInAgent, Clock, ControlAccess, Engine, Server, ServerVersion, World};

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
    control: Option<ControlAccess>,
    cors: Option<String>,
    #[cfg(feature = "tls")]
    tls: bool,
    is_recorded: bool,
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
            control: None,
            cors: None,
            #[cfg(feature = "tls")]
            tls: false,
            is_recorded: false,
        }
    }

    /// Behaves as a server in this state, instead of replaying the documented examples.
    ///
    /// [`World::documented`] has the people and rooms of the documentation, [`World::empty`] is a fresh server.
    pub fn stateful(mut self, world: World) -> Self {
        self.world = Some(world);
        self
    }

    /// The clock that everything goes by: dates, rate limits, agents, business hours; default [`Clock::system`].
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

    /// Serves the control routes and the page to the callers that this admits; default none. See
    /// [`ServerBuilder::control`](crate::ServerBuilder::control).
    pub fn control(mut self, access: ControlAccess) -> Self {
        self.control = Some(access);
        self
    }

    /// Lets pages of these origins in, `*` for any; default none, as on servers. See [`Engine::cors`].
    pub fn cors(mut self, origins: impl Into<String>) -> Self {
        self.cors = Some(origins.into());
        self
    }

    /// Speaks HTTPS, and `wss`, at its address, with a certificate that is made for this mock alone:
    /// [`LivechatMock::certificate`]. Clients in process do not notice; [`LivechatMock::over_http`] is for HTTP alone.
    #[cfg(feature = "tls")]
    pub fn tls(mut self) -> Self {
        self.tls = true;
        self
    }

    /// Writes down all that happens, for [`LivechatMock::recording`]; default not. See
    /// [`ServerBuilder::record`](crate::ServerBuilder::record).
    pub fn record(mut self) -> Self {
        self.is_recorded = true;
        self
    }

    /// Starts the mock. It opens a free port of the loopback interface when its address is first asked for.
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
        if let Some(origins) = &self.cors {
            engine = engine.cors(origins);
        }
        let engine = engine.rate_limit(self.rate_limit).no_auth(self.no_auth).fault_seed(self.fault_seed);
        // By number, a test would miss some; by size, they are bounded all the same.
        let mut server = Server::builder(engine.request_log_size(usize::MAX)).clock(self.clock);
        if let Some(access) = self.control {
            server = server.control(access);
        }
        #[cfg(feature = "tls")]
        if self.tls {
            server = server.tls(new_identity());
        }
        let recording = self.is_recorded.then(Recording::default);
        if let Some(recording) = &recording {
            server = server.record(recording.clone());
        }
        LivechatMock::new(server.service(), recording)
    }
}

#[cfg(feature = "tls")]
#[expect(clippy::expect_used, reason = "there is nothing to test without a server")]
fn new_identity() -> TlsIdentity {
    TlsIdentity::self_signed::<String>([]).expect("the system has random bytes")
}
