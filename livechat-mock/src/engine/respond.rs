//! The way of a request through the engine.

use std::{borrow::Cow, net::IpAddr, sync::Arc};

use bytes::Bytes;
use http::{HeaderValue, Request};
use livechat_sdk::{
    Endpoint, Timestamp, UserId,
    endpoint::{Meta, Operation as OperationName, Payload},
};
use serde_json::json;

use super::{
    Engine, Handled, Mode,
    admission::{Admission, Routed},
    assets::{self, Asset},
    deprecation,
    parsed::{self, Arguments, ParsedRequest},
    response::{self, add_hint, error_response, hint_of, not_found, success},
};
use crate::{
    BuiltInAgent, ServerError, ServerVersion, UnknownVersionError,
    arguments::FormError,
    catalogue::catalogue,
    fault::TriggeredFault,
    hint,
    operation::{Call, Operation, Origin, Prepared, Source, WrittenResponse},
    outgoing::{Answer, OutgoingCall, Pending},
    request_log::Received,
    router::Found,
};
#[cfg(feature = "server")]
use crate::{Delivery, request_log::Note};

/// The header that says that the response is an example.
const LEVEL: &str = "x-livechat-mock";
/// The header that names the kind of the fault that the request met.
const FAULT: &str = "x-livechat-mock-fault";

/// A response, and the call to another server that decides about it.
type Responded = (http::Response<Bytes>, Option<Box<dyn OutgoingCall>>);

impl Engine {
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
            Some(pending) => self.finish_call(request, handled, *pending, Answer::NotSent, now),
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
            let (mut response, outgoing) = match (of, arguments) {
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
            response::adapt(&mut response, request, version);
            (response, outgoing)
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
    pub(super) fn let_happen(&mut self, now: Timestamp) -> bool {
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
    pub(super) fn record(
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
    pub(super) fn track(
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
                handled.pending = Some(Box::new(Pending { number, call, user, version: target.version, is_tracked }));
            }
            None if is_tracked => {
                self.record(|| Received::new(request, target.version, origin.now), user, &handled);
            }
            None => {}
        }
        handled
    }

    pub(super) fn let_agent_act(&mut self, now: Timestamp) {
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
                // Servers do not say that they could not read a body: it counts as none, as one that is not there does.
                let unread = hint.clone().filter(|_| !request.body().trim_ascii().is_empty());
                let mut call = Call {
                    world: Arc::make_mut(world),
                    origin,
                    caller,
                    headers: request.headers(),
                    form,
                    late,
                    limiter: self.limiter.as_mut().filter(|_| !origin.source.is_untracked()),
                    hint: unread,
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

    /// Whether it serves an operation: auxiliary endpoints have no example to respond with.
    fn serves(&self, operation: &Operation) -> bool {
        operation.info.is_some() || matches!(self.mode, Mode::Stateful { .. })
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

/// Where a request leads.
#[derive(Clone, Copy)]
pub(super) struct Target {
    pub(super) operation: Option<OperationName>,
    pub(super) template: Option<&'static str>,
    /// The version that responds.
    pub(super) version: ServerVersion,
}

/// The response to a request that asks for a version without a profile.
fn unknown_version(error: &UnknownVersionError) -> ServerError {
    ServerError::new(400, json!({"success": false, "error": error.to_string()}))
        .hint(format!("the header {} takes a version that has a profile", parsed::SERVER_VERSION))
}
