//! The server without its sockets: from a request and the present to a response.

mod admission;
mod assets;
mod body_limits;
#[cfg(feature = "server")]
mod configuration;
mod date;
mod deprecation;
mod outgoing;
mod parsed;
mod realtime;
mod respond;
mod response;
mod unrouted;
mod webhooks;

use std::sync::Arc;

use bytes::Bytes;

use self::date::DateHeader;
pub(crate) use self::{
    admission::{Step, has_own_limit, order_of_checks},
    body_limits::BodyLimits,
    response::error_response,
};
#[cfg(feature = "server")]
pub(crate) use self::{
    configuration::Configuration,
    parsed::ParsedRequest,
    response::{HINT, json_response},
};
use crate::{
    BuiltInAgent, Delivery, Fault, FaultKind, ServerVersion, World,
    fault::Faults,
    limiter::Limiter,
    outgoing::Pending,
    realtime::Hub,
    request_log::{Received, RequestLog},
};

/// The server without its sockets.
///
/// A synchronous function of what came before: it reads no clock, opens no socket and draws its ids from a seed, so
/// that the same seed and the same requests give the same bytes.
///
/// ```
/// use bytes::Bytes;
/// use http::Request;
/// use livechat_mock::{Engine, World};
///
/// let mut engine = Engine::stateful(World::documented());
/// let request = Request::get("/api/v1/livechat/visitor/iNKE8a6k6cjbqWhWd").body(Bytes::new())?;
/// let now = "2026-01-01T00:00:00.000Z".parse()?;
/// let handled = engine.handle(&request, [127, 0, 0, 1].into(), now);
/// assert_eq!(handled.response.status(), 200);
/// assert_eq!(handled.template, Some("/api/v1/livechat/visitor/{token}"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Engine {
    mode: Mode,
    limiter: Option<Limiter>,
    no_auth: bool,
    log: RequestLog,
    faults: Faults,
    realtime: Hub,
    agent: Option<BuiltInAgent>,
    body_limits: BodyLimits,
    date: DateHeader,
    /// How many calls to other servers there were.
    calls: u64,
}

/// The two truths.
#[derive(Clone, Debug)]
enum Mode {
    Replay { version: ServerVersion, cors: Option<String> },
    Stateful { world: Arc<World>, initial: Arc<World> },
}

/// What [`Engine::handle`] gives back: a response, and what a transport needs beside it.
#[derive(Debug)]
#[non_exhaustive]
pub struct Handled {
    /// What goes over the wire.
    pub response: http::Response<Bytes>,
    /// The path with `{argument}` in place of each path argument; `None` where no operation has this path.
    pub template: Option<&'static str>,
    /// How it goes over the wire.
    pub delivery: Delivery,
    /// The kind of the fault that the request met.
    pub fault: Option<FaultKind>,
    /// The call to another server that decides about the response.
    // On the heap: every response has room for it, and few come to this.
    pub(crate) pending: Option<Box<Pending>>,
}

/// How many requests are logged by default.
const LOG_SIZE: usize = 1000;

impl Engine {
    /// Answers each operation with its documented example, after it checked the request as documented. Any pair of user
    /// id and auth token that is not blank counts as a login with all permissions.
    #[must_use]
    pub fn replay() -> Self {
        Self::new(Mode::Replay { version: ServerVersion::default(), cors: None })
    }

    /// Behaves as a server with this state.
    #[must_use]
    pub fn stateful(world: World) -> Self {
        Self::new(Mode::Stateful { initial: Arc::new(world.clone()), world: Arc::new(world) })
    }

    fn new(mode: Mode) -> Self {
        Self {
            mode,
            limiter: None,
            no_auth: false,
            log: RequestLog::new(LOG_SIZE),
            faults: Faults::new(0),
            realtime: Hub::default(),
            agent: None,
            body_limits: BodyLimits::default(),
            date: DateHeader::default(),
            calls: 0,
        }
    }

    /// Takes on the behaviour of this version: in stateful mode, the world's.
    #[must_use]
    pub fn server_version(mut self, version: ServerVersion) -> Self {
        self.mode.set_version(version);
        if let Mode::Stateful { initial, .. } = &mut self.mode {
            *initial = Arc::new(initial.as_ref().clone().with_server_version(version));
        }
        self
    }

    /// Limits the rate of calls as servers do; off by default. Time is what each call says it is.
    #[must_use]
    pub fn rate_limit(mut self, on: bool) -> Self {
        self.limiter = on.then(Limiter::default);
        self
    }

    /// Lets every call count as the administrator's; off by default.
    #[must_use]
    pub fn no_auth(mut self, on: bool) -> Self {
        self.no_auth = on;
        self
    }

    /// Lets pages of other origins in, as a server with the settings `API_Enable_CORS` and `API_CORS_Origin` does; off by
    /// default, as on servers. See [`set_cors`](Self::set_cors).
    #[must_use]
    pub fn cors(mut self, origins: &str) -> Self {
        self.set_cors(Some(origins));
        self
    }

    /// How many of the last requests are kept for [`received`](Self::received): 1000 by default, and never more than
    /// 8 MiB of them.
    #[must_use]
    pub fn request_log_size(mut self, requests: usize) -> Self {
        self.log = RequestLog::new(requests);
        self
    }

    /// The largest body of a request that is no upload, in bytes; 1 MiB by default. A larger one gets status 413.
    #[must_use]
    pub fn max_body_size(mut self, bytes: usize) -> Self {
        self.body_limits.other = bytes;
        self
    }

    /// The largest body of an upload, in bytes; 50 MiB by default. A larger one gets status 413.
    #[must_use]
    pub fn max_upload_size(mut self, bytes: usize) -> Self {
        self.body_limits.upload = bytes;
        self
    }

    /// What [`Fault::delay_between`] draws from; 0 by default. Ids and tokens are the world's, and so is their seed. It
    /// removes the faults that were added before.
    #[must_use]
    pub fn fault_seed(mut self, seed: u64) -> Self {
        self.faults = Faults::new(seed);
        self
    }

    /// Puts an agent to work who takes new conversations and answers. In replay mode there is nothing to do.
    #[must_use]
    pub fn agent(mut self, mut agent: BuiltInAgent) -> Self {
        if let Mode::Stateful { world, initial } = &mut self.mode {
            let mut start = initial.as_ref().clone();
            agent.join(&mut start);
            *initial = Arc::new(start);
            agent.join(Arc::make_mut(world));
            self.agent = Some(agent);
        }
        self
    }

    /// Lets a fault meet requests from now on.
    pub fn add_fault(&mut self, fault: Fault) {
        self.faults.add(fault);
    }

    /// Removes all faults.
    pub fn clear_faults(&mut self) {
        self.faults.clear();
    }

    /// The faults that are still to be met, in the order in which they were added.
    pub fn faults(&self) -> impl ExactSizeIterator<Item = &Fault> {
        self.faults.iter()
    }

    /// Lets pages of these origins in from now on, or of none: `*` is any, and commas are between several.
    ///
    /// In stateful mode these are the settings `API_Enable_CORS` and `API_CORS_Origin`, of the state at the start too, so
    /// that a [`reset`](Self::reset) keeps them.
    pub fn set_cors(&mut self, origins: Option<&str>) {
        match &mut self.mode {
            Mode::Replay { cors, .. } => *cors = origins.map(str::to_owned),
            Mode::Stateful { world, initial } => {
                Arc::make_mut(initial).set_cors(origins);
                Arc::make_mut(world).set_cors(origins);
            }
        }
    }

    /// Tells where clients find the server, which is the default of the setting `Site_Url`.
    #[cfg(feature = "server")]
    pub(crate) fn set_site(&mut self, url: &str) {
        if let Mode::Stateful { world, initial } = &mut self.mode {
            Arc::make_mut(initial).set_site(url);
            Arc::make_mut(world).set_site(url);
        }
    }

    /// The state; `None` in replay mode, which has none.
    #[must_use]
    pub fn world(&self) -> Option<&World> {
        match &self.mode {
            Mode::Replay { .. } => None,
            Mode::Stateful { world, .. } => Some(world),
        }
    }

    /// The state, to be changed; `None` in replay mode, which has none.
    pub fn world_mut(&mut self) -> Option<&mut World> {
        match &mut self.mode {
            Mode::Replay { .. } => None,
            Mode::Stateful { world, .. } => Some(Arc::make_mut(world)),
        }
    }

    /// The last requests, the oldest first.
    pub fn received(&self) -> impl DoubleEndedIterator<Item = &Received> {
        self.log.iter()
    }

    /// Goes back to the state at the start, and forgets all requests and faults. Realtime connections are closed.
    pub fn reset(&mut self) {
        self.realtime.restart();
        if let Mode::Stateful { world, initial } = &mut self.mode {
            world.clone_from(initial);
            if let Some(agent) = &mut self.agent {
                agent.restart(world);
            }
        }
        if let Some(limiter) = &mut self.limiter {
            *limiter = Limiter::default();
        }
        self.log.clear();
        self.faults.clear();
    }

    /// Another engine, configured alike, that goes on from the state that this one has now: ids and tokens as well. What
    /// becomes of either does not affect the other.
    ///
    /// It has none of the connections, logged requests, faults and counted calls of this one, and a
    /// [`reset`](Self::reset) leads back to the state that it began with. Records are shared until one side changes them.
    ///
    /// ```
    /// use livechat_mock::{Engine, World};
    /// use livechat_sdk::model::Visitor;
    ///
    /// let engine = Engine::stateful(World::documented());
    /// let mut fork = engine.fork();
    /// fork.world_mut().expect("it has one").add_visitor(Visitor::new("ann").name("Ann"));
    /// assert!(engine.world().expect("it has one").visitor("ann").is_none());
    /// ```
    #[must_use]
    pub fn fork(&self) -> Self {
        self.with_start(self.world().cloned().map(Arc::new))
    }

    /// An engine, configured alike, in the state in which this one began.
    #[cfg(feature = "server")]
    pub(crate) fn begun_anew(&self) -> Self {
        self.with_start(match &self.mode {
            Mode::Replay { .. } => None,
            Mode::Stateful { initial, .. } => Some(initial.clone()),
        })
    }

    /// Begins anew with another world, in stateful mode.
    #[cfg(feature = "server")]
    pub(crate) fn begin_with(&mut self, start: Arc<World>) {
        if let Mode::Stateful { initial, .. } = &mut self.mode {
            *initial = start;
        }
        self.reset();
    }

    /// Begins anew with the world of a file; false in replay mode, which has none.
    #[cfg(feature = "server")]
    pub(crate) fn begin_with_file(&mut self, mut world: World) -> bool {
        let Some(own) = self.world() else { return false };
        world.set_site_of(own);
        if let Some(agent) = &mut self.agent {
            agent.join_unless_there(&mut world);
        }
        self.begin_with(Arc::new(world));
        true
    }

    fn with_start(&self, start: Option<Arc<World>>) -> Self {
        let mode = match start {
            None => self.mode.clone(),
            Some(start) => Mode::Stateful { world: start.clone(), initial: start },
        };
        let mut agent = self.agent.clone();
        if let (Some(agent), Mode::Stateful { world, .. }) = (&mut agent, &mode) {
            agent.restart(world);
        }
        Self {
            mode,
            limiter: self.limiter.as_ref().map(|_| Limiter::default()),
            no_auth: self.no_auth,
            log: self.log.emptied(),
            faults: self.faults.cleared(),
            realtime: Hub::default(),
            agent,
            body_limits: self.body_limits,
            date: DateHeader::default(),
            calls: 0,
        }
    }

    /// Goes back to a state that was kept. Connections, requests and faults stay.
    #[cfg(feature = "server")]
    pub(crate) fn restore(&mut self, snapshot: Arc<World>) {
        if let Mode::Stateful { world, .. } = &mut self.mode {
            *world = snapshot;
        }
    }

    #[cfg(feature = "server")]
    pub(crate) fn body_limits(&self) -> BodyLimits {
        self.body_limits
    }

    /// The version whose behaviour it takes on.
    pub(crate) fn version(&self) -> ServerVersion {
        self.mode.version()
    }
}

impl Mode {
    fn version(&self) -> ServerVersion {
        match self {
            Self::Replay { version, .. } => *version,
            Self::Stateful { world, .. } => world.server_version(),
        }
    }

    fn set_version(&mut self, version: ServerVersion) {
        match self {
            Self::Replay { version: old, .. } => *old = version,
            Self::Stateful { world, .. } if world.server_version() == version => {}
            Self::Stateful { world, .. } => Arc::make_mut(world).set_server_version(version),
        }
    }
}
