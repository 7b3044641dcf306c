use std::{collections::VecDeque, time::Duration};

use super::error::RealtimeError;
use crate::{
    ddp::{ClientFrame, DdpError, DdpErrorCode, ServerFrame, StreamEvent, SubOptions},
    endpoint::Omission,
    secret::AuthToken,
    transport::Instant,
};

/// The state machine of a DDP connection that reconnects, without I/O and clock.
///
/// The caller reports what happened by `handle_*`, then does what [`poll_transmit`](Self::poll_transmit) says, reads
/// [`poll_event`](Self::poll_event) and calls [`handle_timeout`](Self::handle_timeout) at
/// [`poll_timeout`](Self::poll_timeout).
pub(super) struct Link {
    login: Option<AuthToken>,
    renewal: Renewal,
    subs: Vec<Sub>,
    state: State,
    random: fastrand::Rng,
    next_id: u64,
    /// Consecutive attempts that failed.
    failures: u32,
    /// Consecutive sockets that broke while they opened, or on which the server sent nothing.
    mute: u32,
    /// Whether WebSockets are unavailable for now, so that the layer above polls.
    is_polling: bool,
    /// When it begins to poll unless the connection is up. A connection that lasts puts it off.
    patience: Instant,
    /// When the last frame arrived.
    heard: Instant,
    /// Whether a ping was sent since.
    pinged: bool,
    transmits: VecDeque<Transmit>,
    events: VecDeque<LinkEvent>,
}

/// Whether there may be another login.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Renewal {
    Never,
    /// There may.
    Possible,
    /// The server refused the one that there is.
    Needed,
    /// The one that there is came after another was refused, and has not been taken yet.
    Fresh,
}

/// Which login a connection needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// None but what there is.
    Nothing,
    /// The present one.
    Present,
    /// Another than this one.
    Other(AuthToken),
}

/// A subscription to make on each connection.
pub(super) struct Sub {
    pub(super) stream: &'static str,
    pub(super) event_name: String,
    pub(super) options: SubOptions,
    /// Whether the connection is useless without it.
    pub(super) is_required: bool,
}

#[derive(Debug)]
enum State {
    Waiting {
        until: Instant,
    },
    Opening {
        until: Instant,
    },
    Greeting {
        until: Instant,
    },
    LoggingIn {
        until: Instant,
        id: String,
    },
    /// `open` are those that the server has not confirmed yet.
    Subscribing {
        until: Instant,
        ids: Vec<(String, usize)>,
        open: Vec<String>,
    },
    Up {
        since: Instant,
        ids: Vec<(String, usize)>,
    },
    Closed,
}

/// What to do with the socket.
#[derive(Debug, PartialEq)]
pub(super) enum Transmit {
    Open,
    Close,
    Send(ClientFrame),
}

/// What the layer above learns.
#[derive(Debug)]
pub(super) enum LinkEvent {
    /// Every subscription is confirmed: events arrive from now on.
    Up,
    /// The connection is lost; another attempt follows.
    Down,
    /// There is no connection for now, nor was there one for a while; another attempt follows.
    Polling,
    /// With what was left out of it.
    Stream(StreamEvent, Vec<Omission>),
    /// The connection failed for good.
    Failed(RealtimeError),
}

/// How long each step of a handshake may take.
const STEP: Duration = Duration::from_secs(10);
/// After this long a silence a ping is sent; after twice as long the connection counts as lost.
const SILENCE: Duration = Duration::from_secs(20);
/// The first wait before a new attempt. It doubles.
const FIRST_WAIT: Duration = Duration::from_millis(500);
/// The longest wait before a new attempt.
const LONGEST_WAIT: Duration = Duration::from_secs(30);
/// A connection that lasted this long resets the backoff.
const STABLE: Duration = Duration::from_secs(10);
/// How often to try for a WebSocket while they are unavailable.
const SOCKET_AGAIN: Duration = Duration::from_secs(60);
/// After this many mute sockets in a row, WebSockets count as unavailable.
const MUTE: u32 = 3;
/// How long to try for a connection before it is polled for, whatever goes wrong.
const PATIENCE: Duration = Duration::from_secs(12);

impl Link {
    pub(super) fn new(login: Option<AuthToken>, subs: Vec<Sub>, random: fastrand::Rng, now: Instant) -> Self {
        let mut link = Self {
            login,
            renewal: Renewal::Never,
            subs,
            state: State::Closed,
            random,
            next_id: 0,
            failures: 0,
            mute: 0,
            is_polling: false,
            patience: now + PATIENCE,
            heard: now,
            pinged: false,
            transmits: VecDeque::new(),
            events: VecDeque::new(),
        };
        link.open(now);
        link
    }

    /// The login may end: another one is asked for then.
    pub(super) fn renew_login(&mut self) {
        self.renewal = Renewal::Possible;
    }

    pub(super) fn wanted_login(&self) -> Wanted {
        match (self.renewal, &self.login) {
            (Renewal::Never, _) => Wanted::Nothing,
            (Renewal::Needed, Some(ended)) => Wanted::Other(ended.clone()),
            _ => Wanted::Present,
        }
    }

    pub(super) fn handle_login(&mut self, token: AuthToken) {
        if self.renewal == Renewal::Needed {
            self.renewal = Renewal::Fresh;
        }
        self.login = Some(token);
    }

    pub(super) fn is_up(&self) -> bool {
        matches!(self.state, State::Up { .. })
    }

    /// Whether WebSockets are unavailable for now, so that the layer above polls.
    pub(super) fn is_polling(&self) -> bool {
        self.is_polling
    }

    pub(super) fn poll_transmit(&mut self) -> Option<Transmit> {
        self.transmits.pop_front()
    }

    pub(super) fn poll_event(&mut self) -> Option<LinkEvent> {
        self.events.pop_front()
    }

    /// Sends a frame if the connection is up, and drops it otherwise.
    pub(super) fn send(&mut self, frame: impl FnOnce(String) -> ClientFrame) {
        if self.is_up() {
            let id = self.id();
            self.transmits.push_back(Transmit::Send(frame(id)));
        }
    }

    /// Closes the connection for good.
    pub(super) fn close(&mut self) {
        if !matches!(self.state, State::Closed) {
            self.state = State::Closed;
            self.transmits.push_back(Transmit::Close);
        }
    }

    fn id(&mut self) -> String {
        self.next_id += 1;
        self.next_id.to_string()
    }

    fn open(&mut self, now: Instant) {
        self.state = State::Opening { until: now + STEP };
        self.transmits.push_back(Transmit::Open);
    }

    pub(super) fn handle_opened(&mut self, now: Instant) {
        if matches!(self.state, State::Opening { .. }) {
            self.heard = now;
            self.pinged = false;
            self.state = State::Greeting { until: now + STEP };
            self.transmits.push_back(Transmit::Send(ClientFrame::connect()));
        }
    }

    /// The server responds, but does not upgrade the connection.
    pub(super) fn handle_refused(&mut self, now: Instant) {
        if matches!(self.state, State::Opening { .. }) {
            self.is_polling = true;
            self.try_again(SOCKET_AGAIN, now);
        }
    }

    /// The connection broke during the upgrade.
    pub(super) fn handle_broken(&mut self, now: Instant) {
        if matches!(self.state, State::Opening { .. }) {
            self.mute += 1;
            self.lose(now);
        }
    }

    /// The socket could not be opened, or is closed.
    pub(super) fn handle_closed(&mut self, now: Instant) {
        match self.state {
            State::Waiting { .. } | State::Closed => {}
            // The server is away. When it is back, so may be its sockets.
            State::Opening { .. } => {
                let wait = self.backoff();
                self.try_again(wait, now);
            }
            _ => self.lose(now),
        }
    }

    /// Closes the socket and schedules another attempt.
    fn lose(&mut self, now: Instant) {
        self.transmits.push_back(Transmit::Close);
        match &self.state {
            State::Greeting { .. } => self.mute += 1,
            State::Up { since, .. } if now.saturating_duration_since(*since) >= STABLE => {
                self.failures = 0;
                self.patience = now + PATIENCE;
            }
            _ => {}
        }
        self.is_polling |= self.mute >= MUTE || self.patience <= now;
        let wait = if self.is_polling && !self.is_up() { SOCKET_AGAIN } else { self.backoff() };
        self.try_again(wait, now);
    }

    fn try_again(&mut self, wait: Duration, now: Instant) {
        self.failures = self.failures.saturating_add(1);
        self.state = State::Waiting { until: now + wait };
        self.events.push_back(if self.is_polling { LinkEvent::Polling } else { LinkEvent::Down });
    }

    fn backoff(&mut self) -> Duration {
        backoff(self.failures, self.random.f64())
    }

    fn fail(&mut self, error: RealtimeError) {
        self.close();
        self.events.push_back(LinkEvent::Failed(error));
    }

    pub(super) fn handle_frame(&mut self, frame: ServerFrame, now: Instant) {
        self.heard = now;
        self.pinged = false;
        match frame {
            ServerFrame::Ping { id } => self.transmits.push_back(Transmit::Send(ClientFrame::Pong { id })),
            ServerFrame::Connected { .. } if matches!(self.state, State::Greeting { .. }) => self.handle_connected(now),
            ServerFrame::Failed { version } => self.fail(RealtimeError::Version { version }),
            ServerFrame::Result { id, error, .. } => self.handle_result(&id, error, now),
            ServerFrame::Ready { subs } => self.handle_ready(&subs, now),
            ServerFrame::Nosub { id, error } => self.handle_nosub(&id, error, now),
            ServerFrame::Changed { collection, fields, .. } => {
                let is_listening = matches!(self.state, State::Subscribing { .. } | State::Up { .. });
                if let Some((event, omitted)) =
                    StreamEvent::read_omitting(&collection, &fields).filter(|_| is_listening)
                {
                    self.events.push_back(LinkEvent::Stream(event, omitted));
                }
            }
            _ => {}
        }
    }

    fn handle_connected(&mut self, now: Instant) {
        self.mute = 0;
        match self.login.clone() {
            Some(token) => {
                let id = self.id();
                self.transmits.push_back(Transmit::Send(ClientFrame::log_in(&id, &token)));
                self.state = State::LoggingIn { until: now + STEP, id };
            }
            None => self.subscribe(now),
        }
    }

    fn handle_result(&mut self, call: &str, error: Option<DdpError>, now: Instant) {
        match (&self.state, error) {
            (State::LoggingIn { id, .. }, None) if id == call => {
                if self.renewal == Renewal::Fresh {
                    self.renewal = Renewal::Possible;
                }
                self.subscribe(now);
            }
            (State::LoggingIn { id, .. }, Some(error)) if id == call => {
                if is_transient(&error) {
                    self.lose(now);
                } else if self.renewal == Renewal::Possible {
                    self.renewal = Renewal::Needed;
                    self.lose(now);
                } else {
                    self.fail(RealtimeError::Login(Box::new(error)));
                }
            }
            // A rejected typing notification has no consequences.
            _ => {}
        }
    }

    fn subscribe(&mut self, now: Instant) {
        let ids: Vec<_> = (0..self.subs.len()).map(|sub| (self.id(), sub)).collect();
        for (id, sub) in &ids {
            let Sub { stream, event_name, options, .. } = &self.subs[*sub];
            self.transmits.push_back(Transmit::Send(ClientFrame::sub(id, stream, event_name, options.clone())));
        }
        let open = ids.iter().map(|(id, _)| id.clone()).collect();
        self.state = State::Subscribing { until: now + STEP, ids, open };
    }

    fn handle_ready(&mut self, ready: &[String], now: Instant) {
        let State::Subscribing { open, .. } = &mut self.state else { return };
        open.retain(|id| !ready.contains(id));
        self.settle(now);
    }

    /// The connection is up once every subscription is confirmed.
    fn settle(&mut self, now: Instant) {
        if let State::Subscribing { ids, open, .. } = &mut self.state
            && open.is_empty()
        {
            self.state = State::Up { since: now, ids: std::mem::take(ids) };
            self.is_polling = false;
            self.events.push_back(LinkEvent::Up);
        }
    }

    fn handle_nosub(&mut self, refused: &str, error: Option<DdpError>, now: Instant) {
        match &mut self.state {
            State::Subscribing { ids, open, .. } if open.iter().any(|id| id == refused) => {
                let sub = ids.iter().find(|(id, _)| id == refused).map(|(_, sub)| &self.subs[*sub]);
                if error.as_ref().is_some_and(is_transient) {
                    return self.lose(now);
                }
                if let Some(sub) = sub.filter(|sub| sub.is_required) {
                    let stream = sub.stream.to_owned();
                    return self.fail(RealtimeError::Refused { stream, error: error.map(Box::new) });
                }
                open.retain(|id| id != refused);
                ids.retain(|(id, _)| id != refused);
                self.settle(now);
            }
            // The server ended a confirmed subscription: its events would be missing.
            State::Subscribing { ids, .. } | State::Up { ids, .. } if ids.iter().any(|(id, _)| id == refused) => {
                self.lose(now);
            }
            _ => {}
        }
    }

    pub(super) fn handle_timeout(&mut self, now: Instant) {
        if self.poll_at().is_some_and(|at| at <= now) {
            // The attempt that is under way goes on.
            self.is_polling = true;
            self.events.push_back(LinkEvent::Polling);
        }
        match self.state {
            State::Waiting { until } if until <= now => self.open(now),
            State::Opening { until }
            | State::Greeting { until }
            | State::LoggingIn { until, .. }
            | State::Subscribing { until, .. }
                if until <= now =>
            {
                self.lose(now);
            }
            State::Up { .. } => {
                let silence = now.saturating_duration_since(self.heard);
                if silence >= 2 * SILENCE {
                    self.lose(now);
                } else if silence >= SILENCE && !self.pinged {
                    self.pinged = true;
                    self.transmits.push_back(Transmit::Send(ClientFrame::Ping { id: None }));
                }
            }
            _ => {}
        }
    }

    /// When to call [`handle_timeout`](Self::handle_timeout).
    pub(super) fn poll_timeout(&self) -> Option<Instant> {
        let own = match self.state {
            State::Waiting { until }
            | State::Opening { until }
            | State::Greeting { until }
            | State::LoggingIn { until, .. }
            | State::Subscribing { until, .. } => until,
            State::Up { .. } => self.heard + if self.pinged { 2 * SILENCE } else { SILENCE },
            State::Closed => return None,
        };
        Some(self.poll_at().map_or(own, |at| at.min(own)))
    }

    /// When the layer above begins to poll if nothing else happens.
    fn poll_at(&self) -> Option<Instant> {
        let is_trying = !matches!(self.state, State::Up { .. } | State::Closed);
        (is_trying && !self.is_polling).then_some(self.patience)
    }
}

/// Exponential backoff with jitter, so that clients of the same server do not reconnect at once.
pub(super) fn backoff(failures: u32, random: f64) -> Duration {
    let doubled = FIRST_WAIT.saturating_mul(2_u32.saturating_pow(failures)).min(LONGEST_WAIT);
    doubled.mul_f64(0.5 + 0.5 * random)
}

/// Whether a retry may succeed: a rate limit, or an internal error of the server.
fn is_transient(error: &DdpError) -> bool {
    error.time_to_reset().is_some() || error.error == DdpErrorCode::Number(500)
}

#[cfg(test)]
mod tests;
