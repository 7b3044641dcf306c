//! Does again what a recording says, and compares what comes of it.

use std::{
    collections::BTreeMap,
    fmt,
    io::{self, BufRead},
    net::SocketAddr,
    sync::Arc,
};

use bytes::Bytes;
use http::Request;

use super::{Asked, Exchanged, FORMAT, Happened, Head, Header, Line, Responder, VERSION, compare::difference, time};
use crate::{
    BindError, Clock, ControlAccess, Engine, Handled, Server, SocketId, WebhookAnswer, WebhookRequest, World,
    WorldFileError,
    catalogue::catalogue,
    operation::Source,
    outgoing::Pending,
    request_log::Note,
    server::{
        Service,
        control::Control,
        encryption::Encryption,
        event::{Of, shown_path},
        limits::Limits,
        origins::AllowedOrigins,
        state::State,
        worlds::{WorldName, Worlds},
    },
};

/// A recording, done again: the mock stands where the recording ends, or before one of its requests.
///
/// All that was recorded happens again, at the times at which it happened, and each response is compared with the recorded one,
/// to the byte. Recordings are made by [`ServerBuilder::record`](crate::ServerBuilder::record).
///
/// ```
/// # #[cfg(feature = "mock")]
/// # async fn replayed() -> Result<(), Box<dyn std::error::Error>> {
/// use livechat_mock::{LivechatMock, Replay, World};
/// use livechat_sdk::visitors::RegisterVisitor;
///
/// let mock = LivechatMock::builder().stateful(World::documented()).record().start().await;
/// mock.client().register_visitor(RegisterVisitor::new("token-of-ann")).await?;
/// mock.client().get_visitor("token-of-ann").await?;
///
/// let recording = mock.recording();
/// assert_eq!(Replay::run(&recording[..], None)?.requests(), 2);
/// assert_eq!(Replay::run(&recording[..], Some(2))?.requests(), 1);
/// # Ok(())
/// # }
/// # #[cfg(feature = "mock")]
/// # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(replayed()).unwrap();
/// ```
pub struct Replay {
    /// The server's own world.
    state: Arc<State>,
    worlds: Option<Worlds>,
    control: Control,
    requests: u64,
    is_whole: bool,
    /// The request that it stopped before.
    next: Option<String>,
    /// What waits for other servers, by the world's name.
    waiting: BTreeMap<Option<Box<str>>, Waiting>,
}

/// What of a world waits for other servers.
#[derive(Default)]
struct Waiting {
    /// What was sent to the webhook, and has no answer yet.
    sent: Option<WebhookRequest>,
    /// Responses that wait for calls.
    calls: BTreeMap<u64, Begun>,
}

/// A response that waits for a call, and its request.
struct Begun {
    request: Request<Bytes>,
    handled: Handled,
    pending: Pending,
    note: Note,
}

/// Why a recording cannot be replayed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReplayError {
    /// It cannot be read.
    #[error("the recording cannot be read")]
    Read(#[source] io::Error),
    /// It is no recording.
    #[error("this is no recording of livechat-mock: its first line is not one of a recording's")]
    NotARecording,
    /// Another version of livechat-mock wrote it, which may respond with other bytes.
    #[error(
        "this recording was written by livechat-mock {written_by} in format {format}; livechat-mock {VERSION} replays its \
         own, of format {FORMAT}"
    )]
    OtherVersion {
        /// The format of the recording.
        format: u64,
        /// The version of livechat-mock that wrote it.
        written_by: String,
    },
    /// A line is not as recordings have it.
    #[error("line {line} of the recording is broken: {reason}; what is before it can be replayed with --until {next}")]
    #[non_exhaustive]
    Broken {
        /// The number of the line, from 1.
        line: u64,
        /// What is wrong with it.
        reason: String,
        /// The number of the request that would have come next.
        next: u64,
    },
    /// The world at the start cannot be read.
    #[error("the world in line 2 of the recording")]
    World(#[source] WorldFileError),
    /// Something happened that recordings cannot hold.
    #[error(
        "before request {next} of the recording something happened that recordings do not hold: {what}; what is before it \
         can be replayed with --until {next}"
    )]
    #[non_exhaustive]
    Unrecorded {
        /// What it was.
        what: String,
        /// The number of the request that would have come next.
        next: u64,
    },
    /// Something else came of it than was recorded.
    #[error("line {line} of the recording, {what}: {difference}")]
    #[non_exhaustive]
    Different {
        /// The number of the line, from 1.
        line: u64,
        /// What it is about.
        what: String,
        /// What differs. It shows no values.
        difference: String,
    },
    /// It has no such request.
    #[error("the recording has {requests} requests, and so none with the number {asked}")]
    #[non_exhaustive]
    NoSuchRequest {
        /// The number that was asked for.
        asked: u64,
        /// How many there are.
        requests: u64,
    },
}

impl Replay {
    /// Replays a recording to its end, or stops before the request with this number, from 1, as the request log counts them:
    /// with named worlds, the requests of all of them together.
    ///
    /// # Errors
    ///
    /// If it is no recording of this version, is broken, or something else comes of it than was recorded. No error shows what is
    /// in it.
    pub fn run(recording: impl BufRead, until: Option<u64>) -> Result<Self, ReplayError> {
        let mut lines = Lines { from: recording, number: 0 };
        let mut replay = Self::begin(&mut lines)?;
        while let Some(text) = lines.next()? {
            let line = lines.number;
            let broken =
                |reason: &str| ReplayError::Broken { line, reason: reason.to_owned(), next: replay.requests + 1 };
            if text.last() != Some(&b'\n') {
                return Err(broken("it is cut off"));
            }
            let Line { at, world, what, frames } = serde_json::from_slice(&text).map_err(|error| {
                // Without the values, which may be secret.
                broken(if error.is_data() { "something in it is missing or unknown" } else { "it is no JSON" })
            })?;
            if replay.is_whole {
                return Err(broken("it comes after the end"));
            }
            let state = replay.state_of(world.as_deref(), &what).map_err(|reason| broken(&reason))?;
            state.clock.set(time(at));
            if let (Happened::Request(exchanged), Some(until)) = (&what, until)
                && exchanged.number == Some(until)
            {
                replay.next = Some(of(&state, &exchanged.request.shown()));
                return Ok(replay);
            }
            let about = replay.happen(&state, what, line)?;
            if state.take_frames() != frames {
                let difference = "other frames were sent to sockets".to_owned();
                return Err(ReplayError::Different { line, what: about, difference });
            }
        }
        match until {
            Some(asked) => Err(ReplayError::NoSuchRequest { asked, requests: replay.requests }),
            None => Ok(replay),
        }
    }

    fn begin(lines: &mut Lines<impl BufRead>) -> Result<Self, ReplayError> {
        let first = lines.next()?.ok_or(ReplayError::NotARecording)?;
        let Head { format, written_by } = serde_json::from_slice(&first).map_err(|_| ReplayError::NotARecording)?;
        if (format, &*written_by) != (FORMAT, VERSION) {
            return Err(ReplayError::OtherVersion { format, written_by: written_by.chars().take(64).collect() });
        }
        let broken = |line, reason: &str| ReplayError::Broken { line, reason: reason.to_owned(), next: 1 };
        let header: Header =
            serde_json::from_slice(&first).map_err(|_| broken(1, "something in it is missing or unknown"))?;
        let world = if header.has_world {
            let text = lines.next()?.ok_or_else(|| broken(2, "it is missing"))?;
            Some(World::from_json(&text).map_err(ReplayError::World)?)
        } else {
            None
        };
        let engine = Engine::configured(header.engine, world).map_err(|reason| broken(1, &reason))?;
        let state = State::new(engine, Clock::manual(time(header.at)), Limits::default(), None).with_frames();
        let state = Arc::new(state);
        Ok(Self {
            worlds: header.worlds.map(|most| Worlds::new(state.clone(), most)),
            state,
            control: Control::new(ControlAccess::loopback()),
            requests: 0,
            is_whole: false,
            next: None,
            waiting: BTreeMap::new(),
        })
    }

    /// The world of a line.
    fn state_of(&self, world: Option<&str>, what: &Happened) -> Result<Arc<State>, String> {
        let Some(name) = world else { return Ok(self.state.clone()) };
        let name = WorldName::parse(name).map_err(|error| error.to_string())?;
        let worlds = self.worlds.as_ref().ok_or("it is of a named world, and there are none")?;
        match what {
            Happened::Begun => worlds.find_or_begin(name).map_err(|error| error.to_string()),
            _ => worlds.find(&name).ok_or_else(|| format!("there is no world {:?}", name.as_str())),
        }
    }

    /// Does to a world what a line says. Gives what it is about.
    fn happen(&mut self, state: &Arc<State>, what: Happened, line: u64) -> Result<String, ReplayError> {
        let next = self.requests + 1;
        let broken = |reason: &str| ReplayError::Broken { line, reason: reason.to_owned(), next };
        let now = state.clock.now();
        let about = |what: &str| of(state, what);
        Ok(match what {
            Happened::Request(exchanged) => {
                let number = exchanged.number.unwrap_or_default();
                let about = about(&format!("request {number}, {}", exchanged.request.shown()));
                self.exchange(state, &exchanged, line, &about)?;
                about
            }
            Happened::Control(asked) => {
                let request = asked.request().ok_or_else(|| broken("it has no request"))?;
                self.control.perform(state, self.worlds.as_ref(), &request);
                about(&asked.shown())
            }
            // It was made when its line was read.
            Happened::Begun if state.name().is_some() => about("a world that begins"),
            Happened::Begun => return Err(broken("it has no name for the world that begins")),
            Happened::Clock | Happened::Time => {
                state.let_time_pass();
                about("time that passes")
            }
            Happened::Site(site) => {
                state.set_site(&site);
                about("the server's address")
            }
            Happened::SocketOpened => {
                state.engine().open_socket(now);
                about("a socket that opens")
            }
            Happened::Frame { socket, text } => {
                // What is refused was refused then, and the client is told.
                let _ = state.receive(SocketId::numbered(socket), &text);
                about(&format!("a frame of socket {socket}"))
            }
            Happened::Pinged { socket } => {
                state.ping_socket(SocketId::numbered(socket));
                about(&format!("a ping of socket {socket}"))
            }
            Happened::SocketClosed { socket } => {
                state.close_socket(SocketId::numbered(socket));
                about(&format!("the end of socket {socket}"))
            }
            Happened::WebhookSent => {
                let sent = state.take_webhook();
                let about = about("an event for the webhook");
                if sent.is_none() {
                    return Err(ReplayError::Different { line, what: about, difference: "none is due".to_owned() });
                }
                self.waiting(state).sent = sent;
                about
            }
            Happened::WebhookAnswered { status, text } => {
                let sent = self.waiting(state).sent.take().ok_or_else(|| broken("it answers what was not sent"))?;
                let answer = match status {
                    Some(status) => WebhookAnswer::responded(status, text),
                    None => WebhookAnswer::failed(text),
                };
                state.answer_webhook(&sent, answer);
                about("the webhook's answer")
            }
            Happened::CallSent { call } => {
                let begun = self.waiting(state).calls.get_mut(&call);
                let begun = begun.ok_or_else(|| broken("it sends what no request waits for"))?;
                // The answer says why it could not be sent.
                let _ = state.take_call(&mut begun.pending);
                about("a call to another server")
            }
            Happened::CallAnswered { call, answer, response } => {
                let begun = self.waiting(state).calls.remove(&call);
                let begun = begun.ok_or_else(|| broken("it answers what no request waits for"))?;
                let answer = answer.answer().ok_or_else(|| broken("it has no answer"))?;
                let Begun { request, handled, pending, note } = begun;
                let handled = state.finish_call(&request, handled, pending, answer, &note);
                let about = about("the answer to a call to another server");
                if let Some(difference) = difference(&response, &super::Answered::of(&handled.response, &handled)) {
                    return Err(ReplayError::Different { line, what: about, difference });
                }
                about
            }
            Happened::LoggedIn(user) => {
                let token = state.engine().world_mut().and_then(|world| world.log_in(&user));
                token.ok_or_else(|| broken("there is no such user"))?;
                about("a login by the test")
            }
            Happened::World(text) => {
                let world = World::from_json(text.as_bytes()).map_err(|error| broken(&error.to_string()))?;
                state.engine().restore(Arc::new(world));
                about("a world that the test changed")
            }
            Happened::Unrecorded(what) => return Err(ReplayError::Unrecorded { what: what.into_owned(), next }),
            Happened::End => {
                self.is_whole = true;
                about("the end")
            }
        })
    }

    fn exchange(&mut self, state: &State, exchanged: &Exchanged, line: u64, about: &str) -> Result<(), ReplayError> {
        let Exchanged { number, from, by, request: asked, response: recorded, near } = exchanged;
        let next = self.requests + 1;
        let broken = |reason: &str| ReplayError::Broken { line, reason: reason.to_owned(), next };
        let request: Request<Bytes> = asked.request().ok_or_else(|| broken("it has no request"))?;
        if number.is_some_and(|number| number != next) {
            return Err(broken(&format!("it is request {}", number.unwrap_or_default())));
        }
        let source = if number.is_some() { Source::Client } else { Source::Page };
        let mut note = Note { stub: None, near: near.clone() };
        let mut handled = match by {
            Responder::Engine => state.respond(&request, *from, source, &note),
            Responder::Handshake => state.handshake(&request, *from),
            Responder::Stub(_) | Responder::Override => {
                if let Responder::Stub(stub) = by {
                    note.stub = Some(*stub);
                    state.overrides.count(*stub);
                }
                let response = recorded.response().ok_or_else(|| broken("it has no response"))?;
                // What it did beside that is not the engine's.
                state.log_foreign(&request, *from, response, crate::Delivery::default(), &note);
                self.requests = next;
                return Ok(());
            }
        };
        self.requests += u64::from(number.is_some());
        if let Some(difference) = difference(recorded, &super::Answered::of(&handled.response, &handled)) {
            return Err(ReplayError::Different { line, what: about.to_owned(), difference });
        }
        if let Some(pending) = handled.pending.take() {
            let begun = Begun { request, handled, pending: *pending, note };
            self.waiting(state).calls.insert(begun.pending.number, begun);
        }
        Ok(())
    }

    fn waiting(&mut self, state: &State) -> &mut Waiting {
        self.waiting.entry(state.name().map(Box::from)).or_default()
    }

    /// How many requests were replayed.
    #[must_use]
    pub fn requests(&self) -> u64 {
        self.requests
    }

    /// Whether the recording has its last line. Without it, the process was killed, or its disk was full.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// The request that it stopped before: method and path, without what may be secret, behind `[NAME]` if it is for a named
    /// world.
    #[must_use]
    pub fn next_request(&self) -> Option<&str> {
        self.next.as_deref()
    }

    /// Calls a closure with the engine of the server's own world.
    pub fn with_engine<T>(&self, look: impl FnOnce(&mut Engine) -> T) -> T {
        look(&mut self.state.engine())
    }

    /// Serves the mock as it stands, with its worlds, the page and the control routes. The clock stands still where the
    /// recording was, until it is moved. Sockets of the recording have nobody who reads them.
    ///
    /// # Errors
    ///
    /// If the system does not let the process listen there, for example because the port is in use.
    pub async fn serve(self, access: ControlAccess, address: impl Into<SocketAddr>) -> Result<Server, BindError> {
        let Self { state, worlds, control, .. } = self;
        state.take_frames();
        let control = control.open_to(access);
        let service =
            Service::new(state, worlds, Encryption::default(), Some(control), None, AllowedOrigins::default());
        Server::listen(Arc::new(service), address.into())
    }
}

impl fmt::Debug for Replay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Replay")
            .field("requests", &self.requests)
            .field("is_whole", &self.is_whole)
            .field("next", &self.next)
            .finish_non_exhaustive()
    }
}

impl Asked {
    /// Method and path, without what may be secret.
    fn shown(&self) -> String {
        let Some(request) = self.request() else { return "no request".to_owned() };
        let template = catalogue().template(request.method(), request.uri().path());
        format!("{} {}", request.method(), shown_path(template, request.uri().path()))
    }
}

/// What is told of a world.
fn of(state: &State, what: &str) -> String {
    format!("{}{what}", Of(state.name()))
}

/// The lines of a recording.
struct Lines<R> {
    from: R,
    /// How many were read.
    number: u64,
}

impl<R: BufRead> Lines<R> {
    fn next(&mut self) -> Result<Option<Vec<u8>>, ReplayError> {
        let mut line = Vec::new();
        self.from.read_until(b'\n', &mut line).map_err(ReplayError::Read)?;
        self.number += 1;
        Ok(Some(line).filter(|line| !line.is_empty()))
    }
}
