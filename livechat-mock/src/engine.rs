//! The server without its sockets: from a request and the present to a response.

mod admission;
mod body;
mod incoming;
mod multipart;
mod realtime;
mod response;
mod unrouted;

use std::{borrow::Cow, net::IpAddr, sync::Arc};

use bytes::Bytes;
use http::{HeaderValue, Method, Request, Response, uri::PathAndQuery};
use livechat_sdk::{Endpoint, Timestamp, UserId, endpoint::Payload};
use serde_json::json;

#[cfg(feature = "server")]
pub(crate) use self::response::HINT;
#[cfg(feature = "wiremock")]
pub(crate) use self::response::json_response;
use self::{
    admission::{Step, order},
    incoming::{Checked, Incoming},
    response::{add_hint, add_rate_limit, hint_of, not_found, success},
};
pub(crate) use self::{
    multipart::{Form, FormError, FormFile},
    response::refusal,
};
use crate::{
    BuiltInAgent, Delivery, Fault, FaultKind, ServerError, ServerVersion, World,
    fault::{Faults, Met},
    hint,
    journal::{Journal, Received},
    limiter::{Left, Limiter},
    realtime::Hub,
    router::{Found, Operation, router},
    sim::{Answer, Call},
};

/// The header that says that the answer is an example.
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
/// let reply = engine.handle(&request, [127, 0, 0, 1].into(), now);
/// assert_eq!(reply.response.status(), 200);
/// assert_eq!(reply.template, Some("/api/v1/livechat/visitor/{token}"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Engine {
    mode: Mode,
    limiter: Option<Limiter>,
    no_auth: bool,
    journal: Journal,
    faults: Faults,
    realtime: Hub,
    agent: Option<BuiltInAgent>,
    /// Whether the request at hand is of somebody who looks on from outside.
    is_aside: bool,
}

/// The two truths.
#[derive(Clone, Debug)]
enum Mode {
    Replay { version: ServerVersion },
    Stateful { world: Box<World>, initial: Arc<World> },
}

/// What [`Engine::handle`] gives back.
#[derive(Debug)]
#[non_exhaustive]
pub struct Reply {
    /// What goes over the wire.
    pub response: Response<Bytes>,
    /// The path with `{argument}` in place of each path argument; `None` where no operation has this path.
    pub template: Option<&'static str>,
    /// How it goes over the wire. Whoever has no wire may leave it out.
    pub delivery: Delivery,
    /// The kind of the fault that the request met.
    pub fault: Option<FaultKind>,
}

/// How many requests are kept, if nothing else is said.
const JOURNAL_SIZE: usize = 1000;

impl Engine {
    /// Answers each operation with its documented example, after it checked the request as documented. Any pair of user
    /// id and auth token that is not blank counts as a login with all permissions.
    #[must_use]
    pub fn replay() -> Self {
        Self::new(Mode::Replay { version: ServerVersion::default() })
    }

    /// Behaves as a server with this state.
    #[must_use]
    pub fn stateful(world: World) -> Self {
        Self::new(Mode::Stateful { initial: Arc::new(world.clone()), world: Box::new(world) })
    }

    fn new(mode: Mode) -> Self {
        Self {
            mode,
            limiter: None,
            no_auth: false,
            journal: Journal::new(JOURNAL_SIZE),
            faults: Faults::new(0),
            realtime: Hub::default(),
            agent: None,
            is_aside: false,
        }
    }

    /// Takes on the behaviour of this version: in stateful mode, the world's.
    #[must_use]
    pub fn server_version(mut self, version: ServerVersion) -> Self {
        match &mut self.mode {
            Mode::Replay { version: old } => *old = version,
            Mode::Stateful { world, initial } => {
                let changed = initial.as_ref().clone().with_server_version(version);
                *initial = Arc::new(changed);
                world.set_server_version(version);
            }
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

    /// How many of the last requests are kept for [`received`](Self::received): 1000 by default, and never more than
    /// 8 MiB of them.
    #[must_use]
    pub fn journal_size(mut self, requests: usize) -> Self {
        self.journal = Journal::new(requests);
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
            agent.join(world);
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
            Mode::Stateful { world, .. } => Some(world),
        }
    }

    /// The last requests, the oldest first.
    pub fn received(&self) -> impl DoubleEndedIterator<Item = &Received> {
        self.journal.iter()
    }

    /// Goes back to the state at the start, and forgets all requests and faults. Realtime connections are closed.
    pub fn reset(&mut self) {
        self.realtime.restart();
        if let Mode::Stateful { world, initial } = &mut self.mode {
            world.as_mut().clone_from(initial);
            if let Some(agent) = &mut self.agent {
                agent.restart(world);
            }
        }
        if let Some(limiter) = &mut self.limiter {
            *limiter = Limiter::default();
        }
        self.journal.clear();
        self.faults.clear();
    }

    /// Reads a request for one operation as [`handle`](Self::handle) would: login, permissions, the form of the
    /// arguments. It does nothing else, and counts nothing.
    ///
    /// `None` if the request is for something else.
    ///
    /// # Errors
    ///
    /// In the inner result, what the server would refuse it with.
    #[must_use]
    pub fn read<E: Endpoint>(&self, request: &Request<Bytes>) -> Option<Result<E, ServerError>> {
        let uri = request.uri();
        let Found::Operation { index, in_path, .. } = router().find(request.method(), uri.path()) else { return None };
        let operation = router().operation(index);
        if operation.meta.operation() != E::META.operation() {
            return None;
        }
        let call = Incoming { operation, index, in_path: &in_path, request };
        Some(self.check::<E>(&call))
    }

    fn check<E: Endpoint>(&self, call: &Incoming<'_>) -> Result<E, ServerError> {
        let caller = self.caller(call.request.headers());
        self.check_login(call, caller.as_ref())?;
        self.check_permissions(call, caller.as_ref())?;
        call.check(self.version())?.arguments.read()
    }

    /// Answers a request that came from this address at this time.
    pub fn handle(&mut self, request: &Request<Bytes>, from: IpAddr, now: Timestamp) -> Reply {
        let uri = request.uri();
        let found = router().find(request.method(), uri.path());
        let of = match &found {
            Found::Operation { index, template, .. } => Some((*index, *template)),
            Found::OtherMethods(_) | Found::Nothing => None,
        };
        let user = of.and_then(|_| self.caller(request.headers()));
        self.reply(request, now, of.map(|(index, template)| Known { index, template, user }), |engine, caller| {
            engine.outcome(found, request, caller, from, now)
        })
    }

    /// Answers a request, unless it meets a fault that does so, and keeps it.
    fn reply(
        &mut self,
        request: &Request<Bytes>,
        now: Timestamp,
        known: Option<Known>,
        answer: impl FnOnce(&mut Self, Option<&UserId>) -> Response<Bytes>,
    ) -> Reply {
        self.pump();
        let operation = known.as_ref().map(|known| router().operation(known.index).meta.operation());
        let (template, user) = known.map_or((None, None), |known| (Some(known.template), known.user));
        let met = if self.is_aside { None } else { self.faults.meet(operation) };
        let mut response = match met.as_ref().and_then(|met| met.refusal.as_ref()) {
            Some(error) => refusal(error),
            None => answer(self, user.as_ref()),
        };
        self.let_agent_act(now);
        self.pump();
        let (delivery, fault) = met.map_or_else(Default::default, |Met { delivery, kind, .. }| (delivery, Some(kind)));
        if let Some(kind) = fault {
            response.headers_mut().insert(FAULT, HeaderValue::from_static(kind.as_str()));
        }
        if !self.journal.is_off() && !self.is_aside {
            self.journal.push(Received {
                at: now,
                method: request.method().clone(),
                template,
                target: request.uri().path_and_query().map_or("", PathAndQuery::as_str).to_owned(),
                body: request.body().to_vec(),
                user,
                status: response.status(),
                fault,
                hint: hint_of(response.headers()).map(Cow::into_owned),
            });
        }
        Reply { response, template, delivery, fault }
    }

    /// Answers a request of somebody who looks on from outside: it meets no fault, counts for no limit and is not kept.
    #[cfg(feature = "server")]
    pub(crate) fn handle_aside(&mut self, request: &Request<Bytes>, from: IpAddr, now: Timestamp) -> Reply {
        self.is_aside = true;
        let reply = self.handle(request, from, now);
        self.is_aside = false;
        reply
    }

    fn let_agent_act(&mut self, now: Timestamp) {
        if let (Some(agent), Mode::Stateful { world, .. }) = (&mut self.agent, &mut self.mode) {
            agent.act(world, now);
        }
    }

    fn outcome(
        &mut self,
        found: Found<'_>,
        request: &Request<Bytes>,
        caller: Option<&UserId>,
        from: IpAddr,
        now: Timestamp,
    ) -> Response<Bytes> {
        match found {
            Found::Operation { index, .. } if !self.serves(router().operation(index)) => not_found(hint::TAKES_A_WORLD),
            Found::Operation { index, in_path, .. } => {
                let call = Incoming { operation: router().operation(index), index, in_path: &in_path, request };
                self.answer(&call, caller, from, now)
            }
            _ if request.method() == Method::OPTIONS => self.preflight(),
            _ if Self::is_realtime(request.uri().path()) => realtime::no_websocket(),
            Found::OtherMethods(methods) => self.wrong_method(&methods),
            Found::Nothing => not_found(&hint::about_path(request.uri().path())),
        }
    }

    fn answer(
        &mut self,
        call: &Incoming<'_>,
        caller: Option<&UserId>,
        from: IpAddr,
        now: Timestamp,
    ) -> Response<Bytes> {
        let mut left = None;
        let result = self.checked_answer(call, caller, from, now, &mut left);
        let mut response = match result {
            Ok(response) => response,
            Err(error) => refusal(&error),
        };
        if let Some(left) = left {
            add_rate_limit(response.headers_mut(), &left);
        }
        response
    }

    /// The checks in the order of the version, then the answer. `left` is told what is left of the rate limit.
    fn checked_answer(
        &mut self,
        call: &Incoming<'_>,
        caller: Option<&UserId>,
        from: IpAddr,
        now: Timestamp,
        left: &mut Option<Left>,
    ) -> Result<Response<Bytes>, ServerError> {
        let version = self.version();
        let mut arguments = None;
        self.check_login(call, caller)?;
        for step in order(version, call.operation.shape.style) {
            match step {
                Step::RateLimit => {
                    *left = self.take_rate(call, caller, from, now);
                    if let Some(left) = left.as_ref().filter(|left| left.exceeded) {
                        return Err(ServerError::too_many_requests(left.seconds(now)));
                    }
                }
                Step::Arguments => arguments = Some(call.check(version)?),
                Step::Permissions => self.check_permissions(call, caller)?,
            }
        }
        let Checked { arguments, hint, form } = arguments.ok_or_else(|| ServerError::internal(version))?;
        // What was wrong with the body explains any refusal best.
        let explain = |error: ServerError| match hint {
            Some(hint) => error.hint(hint),
            None => error,
        };
        let response_format = call.operation.meta.response_format();
        match (&mut self.mode, call.operation.answer) {
            (Mode::Stateful { world, .. }, Some(answer)) => {
                let headers = call.request.headers();
                let mut call = Call { world, now, caller, headers, form, from };
                let answer = answer(arguments, &mut call).map_err(explain)?;
                Ok(success(response_format, answer))
            }
            (mode, _) => {
                (call.operation.check)(arguments).map_err(explain)?;
                if let (Payload::Multipart, Err(error)) = (call.operation.meta.payload(), form) {
                    return Err(ServerError::new(400, json!({"success": false, "reason": "error-no-file-uploaded"}))
                        .hint(error.to_string()));
                }
                let example = call.operation.example.ok_or_else(|| {
                    ServerError::internal(version).hint("livechat-mock has no example of this operation")
                })?;
                let body = Bytes::from_static(example.as_bytes());
                let mut response = success(response_format, Answer { body, headers: None });
                if matches!(mode, Mode::Stateful { .. }) {
                    response.headers_mut().insert(LEVEL, HeaderValue::from_static("replay"));
                    add_hint(response.headers_mut(), &hint::replayed(call.operation));
                }
                Ok(response)
            }
        }
    }

    /// Whether it answers an operation: plain routes have no example to answer with.
    fn serves(&self, operation: &Operation) -> bool {
        operation.info.is_some() || matches!(self.mode, Mode::Stateful { .. })
    }

    fn version(&self) -> ServerVersion {
        match &self.mode {
            Mode::Replay { version } => *version,
            Mode::Stateful { world, .. } => world.server_version(),
        }
    }
}

/// What is known about a request for an operation before it is answered.
struct Known {
    /// The operation's place in the table.
    index: usize,
    template: &'static str,
    user: Option<UserId>,
}
