//! One world as the connections and the control routes of a server share it: the engine, its clock, limits and a log.

use std::{
    net::IpAddr,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    time::Duration,
};

use bytes::Bytes;
use http::{Request, Response};
use livechat_sdk::Timestamp;
#[cfg(feature = "mock")]
use livechat_sdk::{AuthToken, UserId};

use tokio::sync::Notify;

#[cfg(feature = "mock")]
use super::recording::Asked;
use super::{
    Event,
    event::Log,
    limits::Limits,
    overrides::Overrides,
    recording::{Exchanged, Happened, Recorder, Responder},
    registry::{ConnectionHandle, EngineGuard, FrameDigest, SharedEngine},
};
use crate::{
    Clock, Delivery, Engine, Handled, RejectedFrame, ServerVersion, SocketId, WebhookAnswer, WebhookRequest,
    engine::ParsedRequest,
    operation::{Origin, Source},
    outgoing::{Answer, OutgoingRequest, Pending},
    request_log::Note,
};

/// How often the engine is told the time if nothing else happens.
pub(super) const TICK: Duration = Duration::from_secs(1);

pub(crate) struct State {
    /// `None` for the server's own.
    name: Option<Box<str>>,
    pub(crate) shared: SharedEngine,
    pub(crate) clock: Clock,
    /// Come before the engine.
    pub(crate) overrides: Overrides,
    pub(super) limits: Limits,
    /// Told when an event is due in any world of the server.
    pub(super) webhooks: Arc<Notify>,
    log: Option<Log>,
    /// The server's. Locked before any engine, for all that one event does, so that events are written in their order.
    recorder: Option<Arc<Mutex<Recorder>>>,
    /// Whether the world was removed. It is nobody's then, and its name may be another's.
    is_removed: AtomicBool,
}

/// Writes down what happens, if that is wanted. While there is one, nothing else happens in that case, in any world.
pub(crate) struct Pen<'a> {
    recorder: Option<MutexGuard<'a, Recorder>>,
    state: &'a State,
}

impl<'a> Pen<'a> {
    /// The same, for what happens to another world of the server.
    pub(super) fn of(self, state: &'a State) -> Self {
        Self { state, ..self }
    }

    /// Writes down what happened. The engine must not be locked.
    pub(super) fn write(&mut self, at: Timestamp, what: impl FnOnce() -> Happened) {
        let Some(recorder) = &mut self.recorder else { return };
        if let Err(reason) = recorder.write(self.state.name(), at, what(), self.state.take_frames()) {
            self.state.report(|| Event::NotRecorded { reason: &reason });
        }
    }
}

impl State {
    pub(super) fn new(engine: Engine, clock: Clock, limits: Limits, log: Option<Log>) -> Self {
        Self::with(None, engine, clock, limits, Arc::default(), log)
    }

    /// Another world of the same server, recorded if this one is. The engine must not be locked.
    pub(super) fn beside(&self, name: &str, engine: Engine, clock: Clock) -> Self {
        let keeps_frames = self.shared.lock().frames.is_some();
        let other = Self::with(Some(name.into()), engine, clock, self.limits, self.webhooks.clone(), self.log.clone());
        let other = Self { recorder: self.recorder.clone(), ..other };
        if keeps_frames { other.with_frames() } else { other }
    }

    fn with(
        name: Option<Box<str>>,
        engine: Engine,
        clock: Clock,
        limits: Limits,
        webhooks: Arc<Notify>,
        log: Option<Log>,
    ) -> Self {
        let shared = SharedEngine::new(engine, webhooks.clone());
        let (overrides, is_removed) = (Overrides::default(), AtomicBool::new(false));
        Self { name, shared, clock, overrides, limits, webhooks, log, recorder: None, is_removed }
    }

    /// Writes down all that happens from now on.
    pub(super) fn recorded_by(self, recorder: Recorder) -> Self {
        Self { recorder: Some(Arc::new(Mutex::new(recorder))), ..self.with_frames() }
    }

    /// Keeps a digest of frames.
    pub(super) fn with_frames(self) -> Self {
        self.shared.lock().frames = Some(FrameDigest::default());
        self
    }

    /// The digest of the frames that were sent since the last call.
    pub(super) fn take_frames(&self) -> Option<String> {
        self.shared.lock().frames.as_mut()?.take()
    }

    /// What is taken before the engine, by all who change it.
    pub(crate) fn pen(&self) -> Pen<'_> {
        let recorder = self.recorder.as_ref().map(|recorder| recorder.lock().unwrap_or_else(PoisonError::into_inner));
        // Looked at under the lock: a world is removed between two events.
        Pen { recorder: recorder.filter(|_| !self.is_removed()), state: self }
    }

    /// Does something to the engine, and writes down what it was.
    fn happens<T>(
        &self,
        act: impl FnOnce(&mut EngineGuard<'_>, Timestamp) -> T,
        what: impl FnOnce(&T) -> Happened,
    ) -> T {
        let mut pen = self.pen();
        let mut engine = self.engine();
        // Read under the lock, so that the engine's time does not go back between two events.
        let now = self.clock.now();
        let done = act(&mut engine, now);
        drop(engine);
        pen.write(now, || what(&done));
        done
    }

    /// Responds to a request by the engine.
    pub(super) fn respond(&self, request: &Request<Bytes>, from: IpAddr, source: Source, note: &Note) -> Handled {
        // Parsed without the engine, so that a large body holds up nobody.
        let (version, limits) = self.look(|engine| (engine.version(), engine.body_limits()));
        let parsed = ParsedRequest::new(request, version, limits);
        let is_tracked = !source.is_untracked();
        let respond = |engine: &mut EngineGuard<'_>, now| {
            let handled = engine.respond(parsed, Origin { address: from, now, source });
            if is_tracked && handled.pending.is_none() {
                engine.note_last(note);
            }
            handled
        };
        self.happens(respond, |handled| {
            let exchanged = Exchanged::new(Responder::Engine, from, request, handled, note);
            Happened::Request(Box::new(if is_tracked { exchanged.numbered() } else { exchanged }))
        })
    }

    /// Responds to a request for a WebSocket.
    pub(super) fn handshake(&self, request: &Request<Bytes>, from: IpAddr) -> Handled {
        self.happens(
            |engine, now| engine.handshake(request, from, now),
            |handled| {
                let exchanged = Exchanged::new(Responder::Handshake, from, request, handled, &Note::default());
                Happened::Request(Box::new(exchanged.numbered()))
            },
        )
    }

    /// Logs a request that something else than the engine responded to.
    pub(super) fn log_foreign(
        &self,
        request: &Request<Bytes>,
        from: IpAddr,
        response: Response<Bytes>,
        delivery: Delivery,
        note: &Note,
    ) -> Handled {
        let by = note.stub.map_or(Responder::Override, Responder::Stub);
        self.happens(
            |engine, now| engine.log_foreign(request, response, delivery, note, now),
            |handled| Happened::Request(Box::new(Exchanged::new(by, from, request, handled, note).numbered())),
        )
    }

    pub(super) fn open_socket(&self, handle: ConnectionHandle) -> SocketId {
        let open = |engine: &mut EngineGuard<'_>, now| {
            let socket = engine.open_socket(now);
            engine.connections().add(socket, handle);
            socket
        };
        self.happens(open, |_| Happened::SocketOpened)
    }

    pub(super) fn receive(&self, socket: SocketId, text: &str) -> Result<(), RejectedFrame> {
        self.happens(
            |engine, now| engine.receive(socket, text, now),
            |_| Happened::Frame { socket: socket.number(), text: text.to_owned() },
        )
    }

    pub(super) fn ping_socket(&self, socket: SocketId) {
        self.happens(|engine, _| engine.ping_socket(socket), |()| Happened::Pinged { socket: socket.number() });
    }

    pub(super) fn close_socket(&self, socket: SocketId) {
        let close = |engine: &mut EngineGuard<'_>, now| {
            engine.connections().remove(socket);
            engine.close_socket(socket, now);
        };
        self.happens(close, |()| Happened::SocketClosed { socket: socket.number() });
    }

    /// Lets happen what is due, for those who only listen.
    pub(super) fn let_time_pass(&self) {
        self.happens(|engine, now| engine.advance(now), |()| Happened::Time);
    }

    /// What is due to be sent to the webhook.
    pub(super) fn take_webhook(&self) -> Option<WebhookRequest> {
        let what = |due: &Option<_>| if due.is_some() { Happened::WebhookSent } else { Happened::Time };
        self.happens(|engine, now| engine.take_webhook(now), what)
    }

    pub(super) fn answer_webhook(&self, request: &WebhookRequest, answer: WebhookAnswer) {
        let told = self.recorder.is_some().then(|| answer.clone());
        self.happens(
            |engine, now| engine.answer_webhook(request, answer, now),
            |()| told.as_ref().map_or(Happened::Time, Happened::answered),
        );
    }

    /// The request of a call that a response waits for.
    pub(super) fn take_call(&self, pending: &mut Pending) -> Result<OutgoingRequest, &'static str> {
        let call = pending.number;
        self.happens(|engine, now| engine.take_call(pending, now), |_| Happened::CallSent { call })
    }

    /// Finishes a response that waited for a call.
    pub(super) fn finish_call(
        &self,
        request: &Request<Bytes>,
        handled: Handled,
        pending: Pending,
        answer: Answer,
        note: &Note,
    ) -> Handled {
        let (call, is_tracked) = (pending.number, pending.is_tracked);
        let told = self.recorder.is_some().then(|| answer.clone());
        let finish = |engine: &mut EngineGuard<'_>, now| {
            let handled = engine.finish_call(request, handled, pending, answer, now);
            if is_tracked {
                engine.note_last(note);
            }
            handled
        };
        self.happens(finish, |handled| {
            told.map_or(Happened::Time, |answer| Happened::call_answered(call, answer, handled))
        })
    }

    /// Tells the engine where clients find the server.
    pub(super) fn set_site(&self, url: &str) {
        self.happens(|engine, _| engine.set_site(url), |()| Happened::Site(url.to_owned()));
    }

    /// Does what a control route does, for a test in this process.
    #[cfg(feature = "mock")]
    pub(crate) fn control(&self, act: impl FnOnce(&Self), request: impl FnOnce() -> Option<Request<Bytes>>) {
        let mut pen = self.pen();
        act(self);
        pen.write(self.clock.now(), || match request() {
            Some(request) => Happened::Control(Box::new(Asked::of(&request))),
            None => Happened::Unrecorded("a fault with a duration of less than a millisecond".into()),
        });
    }

    /// Logs a user in, for a test.
    #[cfg(feature = "mock")]
    pub(crate) fn log_in(&self, user: &UserId) -> Option<AuthToken> {
        self.happens(
            |engine, _| engine.world_mut().and_then(|world| world.log_in(user)),
            |_| Happened::LoggedIn(user.clone()),
        )
    }

    /// Lets code of a test do anything to the engine.
    pub(crate) fn by_hand<T>(&self, look: impl FnOnce(&mut Engine) -> T) -> T {
        // What can be told of it: the world, and of faults whether they are others.
        let written = |engine: &Engine| {
            let world = engine.world().and_then(|world| world.to_json().ok());
            (world, engine.faults().map(|fault| format!("{fault:?}")).collect::<Vec<_>>())
        };
        let mut pen = self.pen();
        let before = self.recorder.is_some().then(|| self.look(written));
        let result = look(&mut self.engine());
        if let Some(before) = before {
            let after = self.look(written);
            let now = self.clock.now();
            if after.1 != before.1 {
                pen.write(now, || Happened::Unrecorded("a closure with the engine changed the faults".into()));
            } else if after.0 != before.0
                && let Some(world) = after.0
            {
                pen.write(now, || Happened::World(world));
            }
        }
        result
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

    fn look<T>(&self, look: impl FnOnce(&Engine) -> T) -> T {
        self.shared.look(look)
    }

    /// The engine, between two requests.
    pub(crate) fn engine(&self) -> EngineGuard<'_> {
        self.shared.guard()
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

    /// Closes the connections for realtime. What requests in progress still do to the world is not recorded.
    pub(super) fn remove(&self) {
        self.is_removed.store(true, Relaxed);
        self.engine().connections().close_all();
    }

    pub(super) fn is_removed(&self) -> bool {
        self.is_removed.load(Relaxed)
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
