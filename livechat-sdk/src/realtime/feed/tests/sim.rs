//! A server with one room, a network with delays, and a reader, in virtual time.

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

use serde_json::json;

use super::super::*;
use crate::{
    ddp::{Ejson, LIVECHAT_ROOM, NOTIFY_ROOM, ROOM_MESSAGES},
    id::MessageId,
    model::{AgentInfo, Message, MessageAuthor, MessageType},
    realtime::recovery::{PAGE, Page, Standing},
};

pub(super) const ROOM: &str = "r";
/// How many messages of one moment there can be. Among those as old as the oldest of a page, nobody can tell which were
/// deleted and which are on the next page.
pub(super) const OF_ONE_MOMENT: usize = 4;

pub(super) struct Sim {
    pub(super) feed: Feed,
    pub(super) now: Instant,
    start: Instant,
    random: fastrand::Rng,
    /// What the server has, the oldest first.
    pub(super) messages: Vec<Message>,
    /// The moment of the newest message, and how many were posted at it.
    last_posted: (Option<Timestamp>, usize),
    pub(super) is_open: bool,
    pub(super) agent: Option<AgentInfo>,
    pub(super) answer_to_open: fn() -> Open,
    pub(super) answers_pings: bool,
    pub(super) duplicates: bool,
    /// The text of messages that nobody can read.
    pub(super) garbles: Option<&'static str>,
    /// How many of four calls fail, and how.
    pub(super) fails: (u8, u16),
    opening: Option<Instant>,
    pub(super) socket: Option<Socket>,
    fetching: Option<(Instant, Fetch, Option<Fetched>)>,
    pub(super) fetches: Vec<Fetch>,
    pub(super) opened: Vec<Duration>,
    pub(super) received: Vec<ClientFrame>,
    pub(super) reads: bool,
    pub(super) events: Vec<ChatEvent>,
    pub(super) error: Option<RealtimeError>,
}

#[derive(Clone, Copy)]
pub(super) enum Open {
    Opens,
    Breaks,
    Refuses,
}

#[derive(Default)]
pub(super) struct Socket {
    subs: Vec<String>,
    to_client: VecDeque<(Instant, ServerFrame)>,
}

impl Sim {
    pub(super) fn new(seed: u64) -> Self {
        let scope = Scope::Visitor { room_id: ROOM.into(), token: "t".into(), username: Some("guest-1".to_owned()) };
        Self::with_scope(seed, scope, None)
    }

    pub(super) fn with_scope(seed: u64, scope: Scope, since: Option<Timestamp>) -> Self {
        let mut random = fastrand::Rng::with_seed(seed);
        let now = Instant::now();
        Self {
            feed: Feed::new(scope, since, random.fork(), now),
            now,
            start: now,
            random,
            messages: Vec::new(),
            last_posted: (None, 0),
            is_open: true,
            agent: None,
            answer_to_open: || Open::Opens,
            answers_pings: true,
            duplicates: false,
            garbles: None,
            fails: (0, 503),
            opening: None,
            socket: None,
            fetching: None,
            fetches: Vec::new(),
            opened: Vec::new(),
            received: Vec::new(),
            reads: true,
            events: Vec::new(),
            error: None,
        }
    }

    pub(super) fn random(&mut self) -> &mut fastrand::Rng {
        &mut self.random
    }

    fn soon(&mut self) -> Instant {
        self.now + Duration::from_millis(self.random.u64(1..80))
    }

    pub(super) fn elapsed(&self) -> Duration {
        self.now - self.start
    }

    fn ts(&self) -> Timestamp {
        // Coarse, so that some messages are of one moment.
        Timestamp::from_millis(1_000_000 + self.elapsed().as_millis() as i64 / 5 * 5)
    }

    /// The moment of a new message: now, or later if there are [`OF_ONE_MOMENT`] of it already.
    fn ts_of_post(&mut self) -> Timestamp {
        let (last, posted) = self.last_posted;
        let next = match last {
            Some(last) if posted >= OF_ONE_MOMENT => Timestamp::from_millis(last.as_millis() + 5).max(self.ts()),
            _ => last.map_or(self.ts(), |last| last.max(self.ts())),
        };
        self.last_posted = (Some(next), if last == Some(next) { posted + 1 } else { 1 });
        next
    }

    pub(super) fn post(&mut self, text: &str) -> MessageId {
        self.post_kind(text, None)
    }

    pub(super) fn post_kind(&mut self, text: &str, kind: Option<MessageType>) -> MessageId {
        let id = format!("m{}", self.random.u64(..));
        let ts = self.ts_of_post();
        let mut message = Message::new(id, MessageAuthor::new("a", "a"), ts, text).room_id(ROOM).updated_at(ts);
        message.message_type = kind;
        self.messages.push(message.clone());
        self.emit_message(&message);
        message.id
    }

    pub(super) fn edit(&mut self, place: usize, text: &str) {
        // Each state is newer than the one before.
        let before = self.messages[place].updated_at.unwrap().as_millis();
        let updated_at = Timestamp::from_millis(self.ts().as_millis().max(before + 1));
        let message = &mut self.messages[place];
        message.text = text.to_owned();
        message.updated_at = Some(updated_at);
        let message = message.clone();
        self.emit_message(&message);
    }

    pub(super) fn delete(&mut self, place: usize) {
        let message = self.messages.remove(place);
        self.emit(NOTIFY_ROOM, "r/deleteMessage", &[json!({"_id": message.id})]);
    }

    fn emit_message(&mut self, message: &Message) {
        let message = self.written(message);
        self.emit(ROOM_MESSAGES, ROOM, &[message]);
    }

    /// A message as the server writes it.
    fn written(&self, message: &Message) -> Value {
        let mut written = serde_json::to_value(Ejson(message)).unwrap();
        if self.garbles == Some(&*message.text) {
            written["ts"] = json!("one day");
        }
        if message.text.starts_with("odd") {
            written["editedAt"] = json!("one day");
        }
        written
    }

    pub(super) fn emit_agent(&mut self, event: Value) {
        self.emit(LIVECHAT_ROOM, ROOM, &[event]);
    }

    pub(super) fn emit(&mut self, stream: &str, event_name: &str, args: &[Value]) {
        let times = if self.duplicates && self.random.bool() { 2 } else { 1 };
        if self.socket.as_ref().is_some_and(|socket| socket.subs.iter().any(|sub| sub == stream)) {
            for _ in 0..times {
                self.push(ServerFrame::event(stream, event_name, args.to_vec()));
            }
        }
    }

    pub(super) fn push(&mut self, frame: ServerFrame) {
        let soon = self.soon();
        if let Some(socket) = &mut self.socket {
            let at = socket.to_client.back().map_or(soon, |(last, _)| soon.max(*last));
            socket.to_client.push_back((at, frame));
        }
    }

    /// Swaps the last two frames that are on their way.
    pub(super) fn reorder(&mut self) {
        if let Some(socket) = &mut self.socket
            && let [.., (_, one), (_, other)] = socket.to_client.make_contiguous()
        {
            std::mem::swap(one, other);
        }
    }

    /// Drops the socket, with all that is on its way.
    pub(super) fn drop_socket(&mut self) {
        if self.socket.take().is_some() {
            self.feed.handle_closed(self.now);
            self.obey();
        }
    }

    fn serve(&mut self, frame: ClientFrame) {
        self.received.push(frame.clone());
        match frame {
            ClientFrame::Connect { .. } => {
                self.push(ServerFrame::Unknown { frame_type: None });
                self.push(ServerFrame::Connected { session: "s".to_owned() });
            }
            ClientFrame::Ping { id } if self.answers_pings => self.push(ServerFrame::Pong { id }),
            ClientFrame::Sub { id, name, .. } => {
                if let Some(socket) = &mut self.socket {
                    socket.subs.push(name);
                }
                self.push(ServerFrame::Ready { subs: vec![id] });
            }
            ClientFrame::Method { id, .. } => self.push(ServerFrame::Result { id, result: None, error: None }),
            _ => {}
        }
    }

    fn answer(&self, fetch: &Fetch) -> Fetched {
        match fetch {
            Fetch::Standing => Fetched::Standing(Box::new(Standing {
                is_open: self.is_open,
                agent: self.agent.clone(),
                ..Standing::open()
            })),
            Fetch::History { offset, .. } => {
                let newest_first = self.messages.iter().rev();
                let messages = newest_first.skip(*offset as usize).take(PAGE as usize);
                Fetched::History(Page::read(&messages.map(|message| self.written(message)).collect::<Vec<_>>()))
            }
        }
    }

    /// Does what the feed says, and reads.
    pub(super) fn obey(&mut self) {
        loop {
            let mut did = false;
            while let Some(transmit) = self.feed.poll_transmit() {
                did = true;
                match transmit {
                    Transmit::Open => {
                        self.opened.push(self.elapsed());
                        self.opening = Some(self.soon());
                    }
                    Transmit::Close => (self.opening, self.socket) = (None, None),
                    Transmit::Send(frame) => self.serve(frame),
                }
            }
            if let Some(fetch) = self.feed.poll_fetch(self.now) {
                did = true;
                self.fetches.push(fetch.clone());
                self.fetching = Some((self.soon(), fetch, None));
            }
            while self.reads
                && let Some(event) = self.feed.poll_event(self.now)
            {
                did = true;
                match event {
                    Ok(event) => self.events.push(event),
                    Err(error) => self.error = Some(error),
                }
            }
            if !did {
                return;
            }
        }
    }

    /// Lets so much time pass.
    pub(super) fn run(&mut self, duration: Duration) {
        let end = self.now + duration;
        self.obey();
        loop {
            let frame = self.socket.as_ref().and_then(|socket| Some(socket.to_client.front()?.0));
            let fetch = self.fetching.as_ref().map(|(at, ..)| *at);
            let Some(next) = [self.feed.poll_timeout(), self.opening, frame, fetch].into_iter().flatten().min() else {
                break;
            };
            if next > end {
                break;
            }
            self.now = self.now.max(next);
            if self.opening.is_some_and(|at| at <= self.now) {
                self.opening = None;
                match (self.answer_to_open)() {
                    Open::Opens => {
                        self.socket = Some(Socket::default());
                        self.feed.handle_opened(self.now);
                    }
                    Open::Breaks => self.feed.handle_broken(self.now),
                    Open::Refuses => self.feed.handle_refused(self.now),
                }
            } else if frame.is_some_and(|at| at <= self.now) {
                let frame = self.socket.as_mut().and_then(|socket| socket.to_client.pop_front());
                self.feed.handle_frame(frame.unwrap().1, self.now);
            } else if fetch.is_some_and(|at| at <= self.now) {
                // The answer is made on the way, and takes as long again to arrive.
                match self.fetching.take().unwrap() {
                    (_, fetch, None) => self.fetching = Some((self.soon(), fetch.clone(), Some(self.answer(&fetch)))),
                    (_, _, Some(_)) if self.random.u8(..4) < self.fails.0 => {
                        self.feed.handle_fetched(Err(error(self.fails.1)), self.now);
                    }
                    (_, _, Some(answer)) => self.feed.handle_fetched(Ok(answer), self.now),
                }
            } else {
                self.feed.handle_timeout(self.now);
            }
            self.obey();
        }
        self.now = end;
    }

    pub(super) fn run_secs(&mut self, secs: u64) {
        self.run(Duration::from_secs(secs));
    }

    /// The ids of the new messages that the reader was told of.
    pub(super) fn told(&self) -> Vec<MessageId> {
        let new = |event: &ChatEvent| match event {
            ChatEvent::MessageNew(message) => Some(message.id.clone()),
            _ => None,
        };
        self.events.iter().filter_map(new).collect()
    }

    pub(super) fn had(&self) -> Vec<MessageId> {
        self.messages.iter().map(|message| message.id.clone()).collect()
    }
}

/// What a server answers a call with that it has no better answer to.
pub(super) fn error(status: u16) -> Error {
    let request = crate::endpoint::encode(&crate::messages::ListMessageHistory::new(ROOM, "t")).unwrap();
    crate::ApiError::read(&request, status, br#"{"success":false,"error":"something"}"#).into()
}
