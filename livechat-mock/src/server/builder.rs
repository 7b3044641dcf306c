//! The configuration of a server.

use std::{fmt, io::Write, net::SocketAddr, path::Path, sync::Arc, time::Duration};

#[cfg(feature = "tls")]
use super::tls::TlsIdentity;
use super::{
    BindError, Event, Server,
    control::{Control, ControlAccess},
    encryption::Encryption,
    event::Log,
    limits::Limits,
    origins::AllowedOrigins,
    recording::Recorder,
    service::Service,
    state::State,
    widget::{Widget, WidgetError},
    worlds::Worlds,
};
use crate::{Clock, Engine};

/// The configuration of a [`Server`].
#[must_use = "a server listens after `bind`"]
pub struct ServerBuilder {
    engine: Engine,
    clock: Clock,
    limits: Limits,
    log: Option<Log>,
    control: Option<ControlAccess>,
    widget: Option<Widget>,
    origins: AllowedOrigins,
    worlds: Option<usize>,
    encryption: Encryption,
    recording: Option<Box<dyn Write + Send>>,
}

impl ServerBuilder {
    pub(super) fn new(engine: Engine) -> Self {
        Self {
            engine,
            clock: Clock::system(),
            limits: Limits::default(),
            log: None,
            control: None,
            widget: None,
            origins: AllowedOrigins::default(),
            worlds: None,
            encryption: Encryption::default(),
            recording: None,
        }
    }

    /// The clock that everything goes by: dates, rate limits, agents, business hours; default [`Clock::system`].
    pub fn clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// The largest body of a request that is no upload, in bytes; default 1 MiB. See [`Engine::max_body_size`].
    ///
    /// A larger one is read to its end, discarded and answered with 413.
    pub fn max_body_size(mut self, bytes: usize) -> Self {
        self.engine = self.engine.max_body_size(bytes);
        self
    }

    /// The largest body of an upload, in bytes; default 50 MiB. See [`Engine::max_upload_size`].
    ///
    /// A larger one is read to its end, discarded and answered with 413.
    pub fn max_upload_size(mut self, bytes: usize) -> Self {
        self.engine = self.engine.max_upload_size(bytes);
        self
    }

    /// The largest request head (request line and headers), in bytes; default 128 KiB.
    ///
    /// A larger one, and one of more than 100 headers, is answered with 431; a path and query beyond 64 KiB with 414.
    pub fn max_head_size(mut self, bytes: usize) -> Self {
        self.limits.head_size = bytes;
        self
    }

    /// How long a request head may take to arrive, counted from the start of the connection or the previous response;
    /// default 120 s, which is longer than the usual client keeps an idle connection. After that it is closed.
    pub fn head_timeout(mut self, timeout: Duration) -> Self {
        self.limits.head_timeout = timeout;
        self
    }

    /// How long a request body may take to arrive, counted from the end of the head; default 30 s. After that the response
    /// is 408 and the connection is closed.
    pub fn body_timeout(mut self, timeout: Duration) -> Self {
        self.limits.body_timeout = timeout;
        self
    }

    /// How long a client may take nothing of a response; default 30 s. After that the connection is closed. A client that
    /// takes something now and then is waited for.
    pub fn write_timeout(mut self, timeout: Duration) -> Self {
        self.limits.write_timeout = timeout;
        self
    }

    /// How many bytes of response bodies may wait for their clients, all together; default 256 MiB, and at least one.
    ///
    /// Beyond that, requests wait until clients have taken enough or were given up, see
    /// [`write_timeout`](Self::write_timeout).
    pub fn max_bytes_in_flight(mut self, bytes: usize) -> Self {
        self.limits.bytes_in_flight = bytes.max(1);
        self
    }

    /// How long [`Server::shutdown`] waits for requests in progress; default 5 s.
    pub fn shutdown_timeout(mut self, timeout: Duration) -> Self {
        self.limits.shutdown_timeout = timeout;
        self
    }

    /// How many connections are served at a time, at least one; default 16,384.
    ///
    /// Further ones wait until one of these is closed. So do those that exceed the limit of open files.
    pub fn max_connections(mut self, connections: usize) -> Self {
        self.limits.connections = connections.max(1);
        self
    }

    /// Whether a connection may carry several requests; default `true`.
    pub fn keep_alive(mut self, keep_alive: bool) -> Self {
        self.limits.keep_alive = keep_alive;
        self
    }

    /// How long a WebSocket may be silent before it is pinged, and then how long again before it is closed; default 15 s,
    /// as on servers, and at least a millisecond.
    ///
    /// Any frame counts. A socket that has not said `connect` is closed without a ping. This is the machine's time, not
    /// that of [`clock`](Self::clock).
    pub fn heartbeat(mut self, interval: Duration) -> Self {
        self.limits.heartbeat = interval.max(Duration::from_millis(1));
        self
    }

    /// The largest frame of a WebSocket, in bytes; default 1 MiB. A larger one closes the socket with code 1009.
    pub fn max_frame_size(mut self, bytes: usize) -> Self {
        self.limits.frame_size = bytes;
        self
    }

    /// How many frames are queued for a slow client, at least one; default 4096.
    ///
    /// Beyond that the connection is closed, without a close frame. So it is if nothing can be sent for two
    /// [heartbeats](Self::heartbeat). Other clients are not affected.
    pub fn max_waiting_frames(mut self, frames: usize) -> Self {
        // A queue cannot be of any length, and this is as good as any.
        self.limits.waiting_frames = frames.clamp(1, 1 << 20);
        self
    }

    /// Whether requests are sent to webhooks and external services on other machines, and media of text messages fetched from
    /// there; by default they go to this machine's loopback interface alone.
    ///
    /// It is plain HTTP in either case. What is sent when, [`Engine::webhooks`] tells of webhooks.
    pub fn webhooks_anywhere(mut self, anywhere: bool) -> Self {
        self.limits.webhooks_anywhere = anywhere;
        self
    }

    /// Calls a function with every [`Event`]: responses, failed connections, rejected realtime frames; default none.
    ///
    /// It is called on the server's task and must not block.
    pub fn log(mut self, log: impl Fn(&Event<'_>) + Send + Sync + 'static) -> Self {
        self.log = Some(Arc::new(log));
        self
    }

    /// Serves the control routes, below `/__livechat-mock/`, and the page at `/`, to the callers that this admits; by default
    /// there are none.
    ///
    /// A test in another process uses them for faults, the clock, snapshots of the world and the request log;
    /// `GET /__livechat-mock/` lists them. The page is for people: chats, requests, coverage.
    pub fn control(mut self, access: ControlAccess) -> Self {
        self.control = Some(access);
        self
    }

    /// Lets clients name worlds of their own, so many beside the server's; from 1 to 10,000, by default none.
    ///
    /// A request names one by what its path begins with, `/w/NAME/api/v1/…`, or by the header `x-livechat-mock-world`: so a
    /// client reaches it by its base URL alone, realtime and control routes included. It is made when it is first named, in
    /// the state in which the server began. State, clock, faults, rate limits, requests and connections are its own.
    pub fn worlds(mut self, most: usize) -> Self {
        self.worlds = Some(most);
        self
    }

    /// Speaks HTTPS, and `wss`, in place of HTTP. A client that speaks HTTP gets a response with status 400 that says so.
    #[cfg(feature = "tls")]
    pub fn tls(mut self, identity: TlsIdentity) -> Self {
        self.encryption.identity = Some(identity);
        self
    }

    /// Writes down all that happens from the start on, in the server's own world and in named [ones](Self::worlds), so that
    /// [`Replay`](crate::Replay) can do it again; by default nothing is.
    ///
    /// **A recording holds secrets**: the world with its passwords and tokens, and each request with its headers and body. Each line
    /// is written with one call of `write_all` and flushed, before the response is sent. If that fails, [`Event::NotRecorded`] says
    /// so, and the server goes on without the recording, of which all lines before can be replayed.
    ///
    /// It is one recording for all worlds, in the order in which things happened: while it is written, worlds respond one after
    /// the other. Requests that never reached an engine, such as those with too large a body, are not in it; nor is what
    /// becomes of requests and sockets that a world still has when it is removed.
    pub fn record(mut self, to: impl Write + Send + 'static) -> Self {
        self.recording = Some(Box::new(to));
        self
    }

    /// Serves Rocket.Chat's own widget at `/livechat`, from a folder with its build; by default there is none.
    ///
    /// The npm package `@rocket.chat/livechat` has one, in `build`. The folder is read now, and not again.
    ///
    /// # Errors
    ///
    /// If the folder has no `index.html`, or cannot be read.
    pub fn widget(mut self, folder: impl AsRef<Path>) -> Result<Self, WidgetError> {
        self.widget = Some(Widget::read(folder.as_ref())?);
        Ok(self)
    }

    /// Serves pages of this origin, such as `http://localhost:5173`, and of no other that is not added too, but for the
    /// server's own; by default pages of all origins, as servers do.
    ///
    /// Requests and WebSockets that browsers mark with another origin get status 403. Callers that are no pages send no
    /// origin. It does not turn CORS on, which [`Engine::cors`] does.
    pub fn allow_origin(mut self, origin: impl Into<String>) -> Self {
        self.origins.add(origin.into());
        self
    }

    /// Starts to listen. Port 0 picks a free one.
    ///
    /// # Errors
    ///
    /// If the system does not let the process listen there, for example because the port is in use.
    pub async fn bind(self, address: impl Into<SocketAddr>) -> Result<Server, BindError> {
        Server::listen(Arc::new(self.service()), address.into())
    }

    /// What the server does with requests, without the listener.
    pub(crate) fn service(self) -> Service {
        let Self { mut engine, clock, limits, log, control, widget, origins, worlds, encryption, recording } = self;
        let mut recorder = None;
        if let Some(to) = recording {
            match Recorder::begin(&engine, worlds, clock.now(), to) {
                Ok((begun, begun_recorder)) => (engine, recorder) = (begun, Some(begun_recorder)),
                Err(reason) => {
                    if let Some(log) = &log {
                        log(&Event::NotRecorded { reason: &reason });
                    }
                }
            }
        }
        let mut state = State::new(engine, clock, limits, log);
        if let Some(recorder) = recorder {
            state = state.recorded_by(recorder);
        }
        let state = Arc::new(state);
        let worlds = worlds.map(|most| Worlds::new(state.clone(), most));
        Service::new(state, worlds, encryption, control.map(Control::new), widget, origins)
    }
}

impl fmt::Debug for ServerBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServerBuilder")
            .field("clock", &self.clock)
            .field("limits", &self.limits)
            .field("control", &self.control)
            .field("worlds", &self.worlds)
            .field("encryption", &self.encryption)
            .finish_non_exhaustive()
    }
}
