use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

use super::error::RealtimeError;
use crate::{
    ddp::{ClientFrame, DdpError, DdpErrorCode, ServerFrame, StreamEvent, SubOptions},
    secret::AuthToken,
};

/// One DDP connection after the other, without socket and clock: it says what to open, close and send, and is told what
/// happened and what time it is.
pub(super) struct Link {
    login: Option<AuthToken>,
    subs: Vec<Sub>,
    state: State,
    random: fastrand::Rng,
    next_id: u64,
    /// Attempts in a row that led to nothing.
    failures: u32,
    /// Sockets in a row that broke while they opened, or on which the server said nothing.
    mute: u32,
    /// Whether there are no sockets to be had for now.
    is_polling: bool,
    /// When something last came.
    heard: Instant,
    pinged: bool,
    actions: VecDeque<Action>,
    notices: VecDeque<Notice>,
}

/// A subscription to be made on each connection.
pub(super) struct Sub {
    pub(super) stream: &'static str,
    pub(super) event_name: String,
    pub(super) options: SubOptions,
    /// Whether nothing works without it.
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
    /// The second are those that have not begun yet.
    Subscribing {
        until: Instant,
        ids: Vec<(String, usize)>,
        open: Vec<String>,
    },
    Up {
        since: Instant,
        ids: Vec<(String, usize)>,
    },
    Over,
}

/// What the socket is to do.
#[derive(Debug, PartialEq)]
pub(super) enum Action {
    Open,
    Close,
    Send(ClientFrame),
}

/// What there is to know above.
#[derive(Debug)]
pub(super) enum Notice {
    /// Everything is subscribed to: what happens from now on comes.
    Up,
    /// Nothing comes any more.
    Down,
    /// There is no socket to be had for now.
    Polling,
    Event(StreamEvent),
    /// It is no use.
    Failed(RealtimeError),
}

/// How long the server may take to open a socket, and for each step after that.
const STEP: Duration = Duration::from_secs(10);
/// After so long a silence, ask for a sign of life; after twice as long, give up.
const SILENCE: Duration = Duration::from_secs(20);
/// The first wait before a new attempt. It doubles.
const FIRST_WAIT: Duration = Duration::from_millis(500);
/// The longest wait before a new attempt.
const LONGEST_WAIT: Duration = Duration::from_secs(30);
/// A connection that lasted so long was a good one.
const STABLE: Duration = Duration::from_secs(10);
/// How often to try for a socket where there was none to be had.
const SOCKET_AGAIN: Duration = Duration::from_secs(60);
/// So many sockets in a row on which nothing is said are as good as none.
const MUTE: u32 = 3;

impl Link {
    pub(super) fn new(login: Option<AuthToken>, subs: Vec<Sub>, random: fastrand::Rng, now: Instant) -> Self {
        let mut link = Self {
            login,
            subs,
            state: State::Over,
            random,
            next_id: 0,
            failures: 0,
            mute: 0,
            is_polling: false,
            heard: now,
            pinged: false,
            actions: VecDeque::new(),
            notices: VecDeque::new(),
        };
        link.open(now);
        link
    }

    pub(super) fn is_up(&self) -> bool {
        matches!(self.state, State::Up { .. })
    }

    pub(super) fn action(&mut self) -> Option<Action> {
        self.actions.pop_front()
    }

    pub(super) fn notice(&mut self) -> Option<Notice> {
        self.notices.pop_front()
    }

    /// Sends a frame that is only worth something now.
    pub(super) fn send(&mut self, frame: impl FnOnce(String) -> ClientFrame) {
        if self.is_up() {
            let id = self.id();
            self.actions.push_back(Action::Send(frame(id)));
        }
    }

    /// Ends it for good.
    pub(super) fn end(&mut self) {
        if !matches!(self.state, State::Over) {
            self.state = State::Over;
            self.actions.push_back(Action::Close);
        }
    }

    fn id(&mut self) -> String {
        self.next_id += 1;
        self.next_id.to_string()
    }

    fn open(&mut self, now: Instant) {
        self.state = State::Opening { until: now + STEP };
        self.actions.push_back(Action::Open);
    }

    /// The socket is open.
    pub(super) fn opened(&mut self, now: Instant) {
        if matches!(self.state, State::Opening { .. }) {
            self.heard = now;
            self.pinged = false;
            self.state = State::Greeting { until: now + STEP };
            self.actions.push_back(Action::Send(ClientFrame::connect()));
        }
    }

    /// The server answers, but opens no socket.
    pub(super) fn refused(&mut self, now: Instant) {
        if matches!(self.state, State::Opening { .. }) {
            self.poll_instead(now);
        }
    }

    /// There was a connection, but it broke when it was to become a socket.
    pub(super) fn broke(&mut self, now: Instant) {
        if matches!(self.state, State::Opening { .. }) {
            self.mute += 1;
            self.lose(now);
        }
    }

    /// The socket did not open, or is closed.
    pub(super) fn closed(&mut self, now: Instant) {
        match self.state {
            State::Waiting { .. } | State::Over => {}
            _ => self.lose(now),
        }
    }

    fn poll_instead(&mut self, now: Instant) {
        self.is_polling = true;
        self.state = State::Waiting { until: now + SOCKET_AGAIN };
        self.notices.push_back(Notice::Polling);
    }

    /// Drops the socket, and tries again after a while.
    fn lose(&mut self, now: Instant) {
        self.actions.push_back(Action::Close);
        match &self.state {
            State::Greeting { .. } => self.mute += 1,
            State::Up { since, .. } if now.saturating_duration_since(*since) >= STABLE => self.failures = 0,
            _ => {}
        }
        if self.mute >= MUTE || self.is_polling {
            return self.poll_instead(now);
        }
        self.state = State::Waiting { until: now + backoff(self.failures, self.random.f64()) };
        self.failures = self.failures.saturating_add(1);
        self.notices.push_back(Notice::Down);
    }

    fn fail(&mut self, error: RealtimeError) {
        self.end();
        self.notices.push_back(Notice::Failed(error));
    }

    /// A frame came.
    pub(super) fn frame(&mut self, frame: ServerFrame, now: Instant) {
        self.heard = now;
        self.pinged = false;
        match frame {
            ServerFrame::Ping { id } => self.actions.push_back(Action::Send(ClientFrame::Pong { id })),
            ServerFrame::Connected { .. } if matches!(self.state, State::Greeting { .. }) => self.connected(now),
            ServerFrame::Failed { version } => self.fail(RealtimeError::Version { version }),
            ServerFrame::Result { id, error, .. } => self.result(&id, error, now),
            ServerFrame::Ready { subs } => self.ready(&subs, now),
            ServerFrame::Nosub { id, error } => self.nosub(&id, error, now),
            ServerFrame::Changed { collection, fields, .. } => {
                let is_listening = matches!(self.state, State::Subscribing { .. } | State::Up { .. });
                if let Some(event) = StreamEvent::read(&collection, &fields).filter(|_| is_listening) {
                    self.notices.push_back(Notice::Event(event));
                }
            }
            _ => {}
        }
    }

    fn connected(&mut self, now: Instant) {
        self.mute = 0;
        match self.login.clone() {
            Some(token) => {
                let id = self.id();
                self.actions.push_back(Action::Send(ClientFrame::log_in(&id, &token)));
                self.state = State::LoggingIn { until: now + STEP, id };
            }
            None => self.subscribe(now),
        }
    }

    fn result(&mut self, answered: &str, error: Option<DdpError>, now: Instant) {
        match (&self.state, error) {
            (State::LoggingIn { id, .. }, None) if id == answered => self.subscribe(now),
            (State::LoggingIn { id, .. }, Some(error)) if id == answered => {
                if is_passing(&error) {
                    self.lose(now);
                } else {
                    self.fail(RealtimeError::Login(Box::new(error)));
                }
            }
            // An activity that the server refuses is one that nobody sees.
            _ => {}
        }
    }

    fn subscribe(&mut self, now: Instant) {
        let ids: Vec<_> = (0..self.subs.len()).map(|sub| (self.id(), sub)).collect();
        for (id, sub) in &ids {
            let Sub { stream, event_name, options, .. } = &self.subs[*sub];
            self.actions.push_back(Action::Send(ClientFrame::sub(id, stream, event_name, options.clone())));
        }
        let open = ids.iter().map(|(id, _)| id.clone()).collect();
        self.state = State::Subscribing { until: now + STEP, ids, open };
    }

    fn ready(&mut self, ready: &[String], now: Instant) {
        let State::Subscribing { open, .. } = &mut self.state else { return };
        open.retain(|id| !ready.contains(id));
        self.settle(now);
    }

    /// Goes on if every subscription is answered.
    fn settle(&mut self, now: Instant) {
        if let State::Subscribing { ids, open, .. } = &mut self.state
            && open.is_empty()
        {
            self.state = State::Up { since: now, ids: std::mem::take(ids) };
            self.is_polling = false;
            self.notices.push_back(Notice::Up);
        }
    }

    fn nosub(&mut self, refused: &str, error: Option<DdpError>, now: Instant) {
        match &mut self.state {
            State::Subscribing { ids, open, .. } if open.iter().any(|id| id == refused) => {
                let sub = ids.iter().find(|(id, _)| id == refused).map(|(_, sub)| &self.subs[*sub]);
                if error.as_ref().is_some_and(is_passing) {
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
            // It had begun, and the server ended it: nothing would come any more.
            State::Subscribing { ids, .. } | State::Up { ids, .. } if ids.iter().any(|(id, _)| id == refused) => {
                self.lose(now);
            }
            _ => {}
        }
    }

    /// Time passed.
    pub(super) fn tick(&mut self, now: Instant) {
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
                    self.actions.push_back(Action::Send(ClientFrame::Ping { id: None }));
                }
            }
            _ => {}
        }
    }

    /// When [`tick`](Self::tick) has something to do.
    pub(super) fn timer(&self) -> Option<Instant> {
        match self.state {
            State::Waiting { until }
            | State::Opening { until }
            | State::Greeting { until }
            | State::LoggingIn { until, .. }
            | State::Subscribing { until, .. } => Some(until),
            State::Up { .. } => Some(self.heard + if self.pinged { 2 * SILENCE } else { SILENCE }),
            State::Over => None,
        }
    }
}

/// How long to wait after so many failures in a row. Clients that lost the same server do not return all at once.
pub(super) fn backoff(failures: u32, random: f64) -> Duration {
    let doubled = FIRST_WAIT.saturating_mul(2_u32.saturating_pow(failures)).min(LONGEST_WAIT);
    doubled.mul_f64(0.5 + 0.5 * random)
}

/// Whether the server may think otherwise later: too many calls, or an error of its own.
fn is_passing(error: &DdpError) -> bool {
    error.time_to_reset().is_some() || error.error == DdpErrorCode::Number(500)
}

#[cfg(test)]
mod tests;
