//! The server without its sockets: from a request and the present to a response.

mod admission;
mod assets;
#[cfg(feature = "server")]
mod configuration;
mod date;
mod deprecation;
mod outgoing;
mod parsed;
mod realtime;
mod response;
mod unrouted;
mod webhooks;

use std::{borrow::Cow, net::IpAddr, sync::Arc};

use bytes::Bytes;
use http::{HeaderValue, Request};
use livechat_sdk::{
    Endpoint, Timestamp, UserId,
    endpoint::{Meta, Operation as OperationName, Payload},
};
use serde_json::json;

use self::{
    admission::Admission,
    assets::Asset,
    date::DateHeader,
    parsed::Arguments,
    response::{add_hint, hint_of, not_found, success},
};
pub(crate) use self::{
    admission::{Step, has_own_limit, order_of_checks},
    parsed::ParsedRequest,
    response::error_response,
};
#[cfg(feature = "server")]
pub(crate) use self::{
    configuration::Configuration,
    response::{HINT, json_response},
};
#[cfg(feature = "server")]
use crate::request_log::Note;
use crate::{
    BuiltInAgent, Delivery, Fault, FaultKind, ServerError, ServerVersion, UnknownVersionError, World,
    arguments::FormError,
    catalogue::catalogue,
    fault::{Faults, TriggeredFault},
    hint,
    limiter::Limiter,
    operation::{Call, Operation, Origin, Prepared, Source, WrittenResponse},
    outgoing::{Answer, OutgoingCall, Pending},
    realtime::Hub,
    request_log::{Received, RequestLog},
    router::Found,
};

/// The header that says that the response is an example.
const LEVEL: &str = "x-livechat-mock";
/// The header that names the kind of the fault that the request met.
const FAULT: &str = "x-livechat-mock-fault";

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
    pub(crate) pending: Option<Pending>,
}

/// How large the body of a request may be, in bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BodyLimits {
    /// Of an operation that takes a file.
    upload: usize,
    /// Of all others.
    other: usize,
}

impl BodyLimits {
    /// The largest size that every operation takes.
    #[cfg(feature = "server")]
    pub(crate) fn smallest(&self) -> usize {
        self.upload.min(self.other)
    }

    pub(crate) fn of(&self, meta: &Meta) -> usize {
        if meta.payload() == Payload::Multipart { self.upload } else { self.other }
    }

    /// How large the body of a request to this path may be.
    #[cfg(feature = "server")]
    pub(crate) fn at(&self, method: &http::Method, path: &str) -> usize {
        match catalogue().find(method, path) {
            Found::Operation { index, .. } => self.of(&catalogue().operation(index).meta),
            Found::OtherMethods(_) | Found::Later(_) | Found::Nothing => self.other,
        }
    }
}

/// A response, and the call to another server that decides about it.
type Responded = (http::Response<Bytes>, Option<Box<dyn OutgoingCall>>);

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
            body_limits: BodyLimits { upload: 50 << 20, other: 1 << 20 },
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

    /// Reads a request for one operation as [`handle`](Self::handle) would: login, permissions, arguments. It does nothing
    /// else, and counts nothing.
    ///
    /// `None` if the request is for something else.
    ///
    /// # Errors
    ///
    /// In the inner result, the error response of the server.
    #[must_use]
    pub fn read<E: Endpoint>(&self, request: &Request<Bytes>) -> Option<Result<E, ServerError>> {
        self.read_by(&E::META, request, |version, limit| catalogue().read::<E>(request, version, limit))
    }

    /// The same for an operation without its type: the arguments as JSON.
    #[cfg(feature = "server")]
    pub(crate) fn read_json(
        &self,
        operation: &Operation,
        request: &Request<Bytes>,
    ) -> Option<Result<serde_json::Value, ServerError>> {
        let (meta, name) = (&operation.meta, operation.meta.operation());
        self.read_by(meta, request, |version, limit| catalogue().read_json(request, version, name, limit))
    }

    fn read_by<T>(
        &self,
        meta: &Meta,
        request: &Request<Bytes>,
        read: impl FnOnce(ServerVersion, usize) -> Option<Result<T, ServerError>>,
    ) -> Option<Result<T, ServerError>> {
        let version = match parsed::asked_version(request.headers()) {
            Some(Ok(version)) => version,
            Some(Err(error)) => return Some(Err(unknown_version(&error))),
            None => self.version(),
        };
        let read = read(version, self.body_limits.of(meta))?;
        let caller = self.caller(request.headers());
        let admitted = self
            .check_login(meta, request.headers(), caller.as_ref())
            .and_then(|()| self.check_permissions(meta, caller.as_ref()));
        Some(admitted.and(read))
    }

    /// Responds to a request that came from this address at this time.
    pub fn handle(&mut self, request: &Request<Bytes>, from: IpAddr, now: Timestamp) -> Handled {
        let parsed = ParsedRequest::new(request, self.version(), self.body_limits);
        let mut handled = self.respond(parsed, Origin { address: from, now, source: Source::Client });
        match handled.pending.take() {
            Some(pending) => self.finish_call(request, handled, pending, Answer::NotSent, now),
            None => handled,
        }
    }

    /// Responds to a request that was parsed before.
    pub(crate) fn respond(&mut self, parsed: ParsedRequest<'_>, origin: Origin) -> Handled {
        let own = self.version();
        let ParsedRequest { request, found, version, arguments, .. } = parsed.for_version(own, self.body_limits);
        let of = match &found {
            Found::Operation { index, template, .. } => Some((catalogue().operation(*index), *index, *template)),
            Found::OtherMethods(_) | Found::Later(_) | Found::Nothing => None,
        };
        let user = of.and_then(|_| self.caller(request.headers()));
        let asset = if of.is_none() { assets::find(request) } else { None };
        let operation = of.map(|(operation, ..)| operation.meta.operation());
        let template = of.map(|(.., template)| template).or_else(|| asset.map(Asset::template));
        let target = Target { operation, template, version: version.clone().unwrap_or(own) };
        self.track(request, origin, target, user, |engine, user| {
            let version = match version {
                Ok(version) => version,
                Err(error) => return (error_response(&unknown_version(&error)), None),
            };
            // For this response alone: events and everybody else's responses stay those of the engine's version.
            engine.mode.set_version(version);
            let (response, outgoing) = match (of, arguments) {
                (Some((operation, ..)), _) if !engine.serves(operation) => (not_found(hint::TAKES_A_WORLD), None),
                (Some((operation, ..)), _)
                    if version < ServerVersion::V8_0 && engine.lacks_module(&operation.meta).is_some() =>
                {
                    (engine.respond_unlicensed(&operation.meta, request), None)
                }
                (Some(_), Some(Arguments::TooLarge { limit })) => {
                    (error_response(&ServerError::too_large(limit)), None)
                }
                (Some((operation, index, template)), Some(Arguments::Read(arguments))) => {
                    engine.respond_to(Routed { operation, index, template, request, arguments }, user, origin)
                }
                _ => match asset {
                    Some(asset) => (asset.response(), None),
                    None => (engine.respond_unrouted(&found, request), None),
                },
            };
            engine.mode.set_version(own);
            (response::adapt(response, request, version), outgoing)
        })
    }

    /// Lets time pass: what is due by now happens, such as business hours that begin.
    ///
    /// Each request and each frame does so first. A transport calls it now and then, so that those who only listen learn of
    /// it too.
    pub fn advance(&mut self, now: Timestamp) {
        // What the agent has put off comes in between, at its time.
        while let Some(due) = self.agent.as_ref().and_then(BuiltInAgent::due).filter(|due| *due <= now) {
            self.let_happen(due);
            self.let_agent_act(due);
        }
        if self.let_happen(now) {
            self.let_agent_act(now);
            // What the agent did counts in figures.
            self.let_happen(now);
        }
        self.pump();
    }

    /// Lets happen what is due. Whether it changed anything.
    fn let_happen(&mut self, now: Timestamp) -> bool {
        let Mode::Stateful { world, .. } = &mut self.mode else { return false };
        let world = Arc::make_mut(world);
        let before = world.next_change();
        world.advance(now);
        world.next_change() != before
    }

    /// Logs a request that got a response from elsewhere.
    #[cfg(feature = "server")]
    pub(crate) fn log_foreign(
        &mut self,
        request: &Request<Bytes>,
        mut response: http::Response<Bytes>,
        delivery: Delivery,
        note: &Note,
        now: Timestamp,
    ) -> Handled {
        let template = catalogue().template(request.method(), request.uri().path());
        let user = self.caller(request.headers());
        self.date.add(response.headers_mut(), now);
        let handled = Handled { response, template, delivery, fault: None, pending: None };
        let version = self.version();
        self.record(|| Received::new(request, version, now).foreign(), user, &handled);
        self.note_last(note);
        handled
    }

    /// Notes what overrides made of the request that was logged last.
    #[cfg(feature = "server")]
    pub(crate) fn note_last(&mut self, note: &Note) {
        if note.stub.is_some() || !note.near.is_empty() {
            self.log.note_last(note.clone());
        }
    }

    /// Logs a request and what became of it.
    fn record(
        &mut self,
        request: impl FnOnce() -> Received,
        user: Option<UserId>,
        Handled { response, template, fault, .. }: &Handled,
    ) {
        if self.log.is_off() {
            return;
        }
        let mut received = request();
        (received.template, received.user) = (*template, user);
        (received.status, received.fault) = (response.status(), *fault);
        received.hint = hint_of(response.headers()).map(Cow::into_owned);
        #[cfg(feature = "server")]
        if let Some(details) = &mut received.details {
            details.keep(response.body());
        }
        self.log.push(received);
    }

    /// Lets a request meet a fault or be responded to, and logs it.
    fn track(
        &mut self,
        request: &Request<Bytes>,
        origin: Origin,
        target: Target,
        user: Option<UserId>,
        respond: impl FnOnce(&mut Self, Option<&UserId>) -> Responded,
    ) -> Handled {
        self.advance(origin.now);
        let is_tracked = !origin.source.is_untracked();
        let triggered = is_tracked.then(|| self.faults.trigger(target.operation)).flatten();
        let (mut response, outgoing) = match triggered.as_ref().and_then(|fault| fault.error.as_ref()) {
            Some(error) => (error_response(error), None),
            None => respond(self, user.as_ref()),
        };
        self.let_happen(origin.now);
        self.let_agent_act(origin.now);
        self.pump();
        let (delivery, fault) =
            triggered.map_or_else(Default::default, |TriggeredFault { delivery, kind, .. }| (delivery, Some(kind)));
        if let Some(kind) = fault {
            response.headers_mut().insert(FAULT, HeaderValue::from_static(kind.as_str()));
        }
        self.date.add(response.headers_mut(), origin.now);
        let mut handled = Handled { response, template: target.template, delivery, fault, pending: None };
        match outgoing {
            // It is logged when it is known what became of the call.
            Some(call) => {
                let number = self.calls;
                self.calls += 1;
                handled.pending = Some(Pending { number, call, user, version: target.version, is_tracked });
            }
            None if is_tracked => {
                self.record(|| Received::new(request, target.version, origin.now), user, &handled);
            }
            None => {}
        }
        handled
    }

    fn let_agent_act(&mut self, now: Timestamp) {
        if let (Some(agent), Mode::Stateful { world, .. }) = (&mut self.agent, &mut self.mode) {
            agent.act(Arc::make_mut(world), now);
        }
    }

    fn respond_to(&mut self, routed: Routed<'_>, user: Option<&UserId>, origin: Origin) -> Responded {
        let Routed { operation, request, template, .. } = routed;
        let Admission { quota, prepared } = self.admit(routed, user, origin);
        let is_admitted = prepared.is_ok();
        let (mut response, outgoing) = match prepared {
            Ok(prepared) => self.run(operation, prepared, request, user, origin),
            Err(error) => (error_response(&error), None),
        };
        if let Some(quota) = quota {
            response::add_rate_limit(response.headers_mut(), &quota);
        }
        if is_admitted {
            deprecation::add(response.headers_mut(), request, template, self.version());
        }
        (response, outgoing)
    }

    /// Does what an operation does, or gives its example.
    fn run(
        &mut self,
        operation: &'static Operation,
        prepared: Prepared,
        request: &Request<Bytes>,
        caller: Option<&UserId>,
        origin: Origin,
    ) -> Responded {
        let Prepared { respond, hint, form, late } = prepared;
        let format = operation.meta.response_format();
        let (result, outgoing) = match &mut self.mode {
            Mode::Stateful { world, .. } if operation.is_stateful => {
                let mut call = Call {
                    world: Arc::make_mut(world),
                    origin,
                    caller,
                    headers: request.headers(),
                    form,
                    late,
                    limiter: self.limiter.as_mut().filter(|_| !origin.source.is_untracked()),
                    hint: None,
                    outgoing: None,
                };
                // What was wrong with the body explains any error best.
                let result = respond(&mut call).map_err(|error| error.explained(hint)).map(|response| {
                    let mut response = success(format, response);
                    if let Some(hint) = &call.hint {
                        add_hint(response.headers_mut(), hint);
                    }
                    response
                });
                (result, call.outgoing)
            }
            mode => {
                let is_world = matches!(mode, Mode::Stateful { .. });
                let result = match late {
                    Some(error) => Err(error.explained(hint)),
                    None => example(operation, form.err(), mode.version()).map(|mut response| {
                        if is_world {
                            response.headers_mut().insert(LEVEL, HeaderValue::from_static("replay"));
                            add_hint(response.headers_mut(), &hint::replayed(&operation.meta));
                        }
                        response
                    }),
                };
                (result, None)
            }
        };
        (result.unwrap_or_else(|error| error_response(&error)), outgoing)
    }

    /// Gives a response that is not the engine's own the date.
    #[cfg(feature = "server")]
    pub(crate) fn date(&mut self, response: &mut http::Response<Bytes>, now: Timestamp) {
        self.date.add(response.headers_mut(), now);
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

    /// Whether it serves an operation: auxiliary endpoints have no example to respond with.
    fn serves(&self, operation: &Operation) -> bool {
        operation.info.is_some() || matches!(self.mode, Mode::Stateful { .. })
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

/// The documented response of an operation.
fn example(
    operation: &Operation,
    form: Option<FormError>,
    version: ServerVersion,
) -> Result<http::Response<Bytes>, ServerError> {
    if let (Payload::Multipart, Some(error)) = (operation.meta.payload(), form) {
        let body = json!({"success": false, "reason": "error-no-file-uploaded"});
        return Err(ServerError::new(400, body).hint(error.to_string()));
    }
    let example = operation
        .example()
        .ok_or_else(|| ServerError::internal(version).hint("livechat-mock has no example of this operation"))?;
    let response = WrittenResponse { body: Bytes::from_static(example.as_bytes()), headers: None };
    Ok(success(operation.meta.response_format(), response))
}

/// A request for an operation, whose arguments were read.
struct Routed<'r> {
    operation: &'static Operation,
    /// The operation's place in the table.
    index: usize,
    /// The template of the route that was taken.
    template: &'static str,
    request: &'r Request<Bytes>,
    arguments: Result<Prepared, ServerError>,
}

/// Where a request leads.
#[derive(Clone, Copy)]
struct Target {
    operation: Option<OperationName>,
    template: Option<&'static str>,
    /// The version that responds.
    version: ServerVersion,
}

/// The response to a request that asks for a version without a profile.
fn unknown_version(error: &UnknownVersionError) -> ServerError {
    ServerError::new(400, json!({"success": false, "error": error.to_string()}))
        .hint(format!("the header {} takes a version that has a profile", parsed::SERVER_VERSION))
}
