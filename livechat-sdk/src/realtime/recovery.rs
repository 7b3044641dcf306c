use std::{
    collections::{HashSet, VecDeque},
    time::{Duration, Instant},
};

use super::{link::backoff, timeline::Timeline};
use crate::{
    ddp::{QueueInfo, StreamEvent},
    error::Error,
    id::{MessageId, RoomId},
    model::{AgentInfo, Message},
};

/// Filling a gap: what is asked for, what came so far, and what happened meanwhile.
#[derive(Debug)]
pub(super) struct Recovery {
    /// Whether it is yet to be asked how things stand.
    asks_standing: bool,
    /// The rooms whose history is to be read, the present one first.
    pub(super) rooms: VecDeque<RoomId>,
    history: History,
    /// What happened since it began, if it is not more than is kept.
    pub(super) live: Vec<StreamEvent>,
    /// Whether more happened than is kept.
    pub(super) overflowed: bool,
    /// Whether the agent came or went since it began: what is read of the agent may be older.
    pub(super) agent_is_known: bool,
    /// Whether the room is not open any more.
    pub(super) is_closed: bool,
    failures: u32,
    /// When to ask again.
    pub(super) retry_at: Option<Instant>,
}

/// What of a room's history was read: newest first, each message once.
#[derive(Debug, Default)]
pub(super) struct History {
    pub(super) messages: Vec<Message>,
    ids: HashSet<MessageId>,
    offset: u64,
    /// Whether it was read to its beginning.
    pub(super) is_whole: bool,
}

/// A call that is to be made.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Fetch {
    /// How things stand.
    Standing,
    /// A page of a room's messages, newest first, after so many.
    History { room_id: RoomId, offset: u64 },
}

/// The result of a call.
#[derive(Debug)]
pub(super) enum Fetched {
    Standing(Box<Standing>),
    History(Vec<Message>),
}

/// How things stand with a visitor's room.
#[derive(Debug)]
pub(super) struct Standing {
    pub(super) is_open: bool,
    pub(super) agent: Option<AgentInfo>,
    pub(super) queue: Option<QueueInfo>,
    /// The visitor's user name.
    pub(super) username: Option<String>,
}

impl Standing {
    /// An open room of which no more is known.
    pub(super) fn open() -> Self {
        Self { is_open: true, agent: None, queue: None, username: None }
    }
}

/// How many messages to ask for at a time.
pub(super) const PAGE: u64 = 50;
/// How many messages a page has in common with the one before. When messages are deleted meanwhile, others move up.
const OVERLAP: u64 = 5;
/// More is not read at once: no conversation is longer, and a server that repeats itself in ever new ways would not end.
const MOST: usize = 20_000;
/// How often to retry after a response that is likely to repeat.
const TRIES: u32 = 5;
/// The longest wait that a server can ask for.
const LONGEST_WAIT: Duration = Duration::from_secs(300);
/// How much of what happens meanwhile is kept.
const KEPT: usize = 256;

impl Recovery {
    pub(super) fn new(asks_standing: bool, rooms: impl IntoIterator<Item = RoomId>) -> Self {
        Self {
            asks_standing,
            rooms: rooms.into_iter().collect(),
            history: History::default(),
            live: Vec::new(),
            overflowed: false,
            agent_is_known: false,
            is_closed: false,
            failures: 0,
            retry_at: None,
        }
    }

    /// What to ask for next; `None` at the end.
    pub(super) fn fetch(&self) -> Option<Fetch> {
        if self.asks_standing {
            return Some(Fetch::Standing);
        }
        let room_id = self.rooms.front()?.clone();
        Some(Fetch::History { room_id, offset: self.history.offset })
    }

    pub(super) fn keep(&mut self, event: StreamEvent) {
        // What does not fit is read from the history.
        if self.live.len() >= KEPT {
            self.overflowed = true;
        } else if !self.overflowed {
            self.live.push(event);
        }
    }

    pub(super) fn has_standing(&mut self) {
        self.asks_standing = false;
        self.failures = 0;
    }

    /// Adds a page. Returns the room and its history if that was the last one.
    pub(super) fn page(&mut self, page: Vec<Message>, timeline: &Timeline) -> Option<(RoomId, History)> {
        self.failures = 0;
        let is_done = self.history.take(page, timeline);
        let room_id = if is_done { self.rooms.pop_front()? } else { return None };
        Some((room_id, std::mem::take(&mut self.history)))
    }

    /// Leaves the present room out.
    pub(super) fn skip_room(&mut self) -> Option<RoomId> {
        self.history = History::default();
        self.rooms.pop_front()
    }

    /// Takes out what was written in a room meanwhile.
    pub(super) fn live_messages(&mut self, of: &RoomId) -> Vec<Message> {
        let is_of = |message: &Message| message.room_id.as_ref().is_none_or(|room_id| room_id == of);
        let taken = self
            .live
            .extract_if(.., |event| matches!(event, StreamEvent::RoomMessage { message, .. } if is_of(message)));
        let message = |event| match event {
            StreamEvent::RoomMessage { message, .. } => Some(*message),
            _ => None,
        };
        taken.filter_map(message).collect()
    }

    /// Whether a call that failed with this may succeed later.
    pub(super) fn may_pass(&self, error: &Error) -> bool {
        match error {
            // Proxies whose server is about to start know no path, or respond with a page of their own.
            Error::Api(error) if error.is_unknown_path() => self.failures < TRIES,
            Error::Decode(_) => self.failures < TRIES,
            Error::Api(error) => error.status() >= 500 || matches!(error.status(), 408 | 429),
            Error::Transport(error) => !error.is_too_large(),
            Error::Throttled(_) => true,
            Error::Request(_) => false,
        }
    }

    /// A call failed, but need not fail again.
    pub(super) fn retry(&mut self, wait: Option<Duration>, random: f64, now: Instant) {
        let wait = wait.unwrap_or_else(|| backoff(self.failures, random));
        self.retry_at = Some(now + wait.min(LONGEST_WAIT));
        self.failures = self.failures.saturating_add(1);
    }
}

impl History {
    /// Adds a page. Returns whether there is nothing more to read.
    fn take(&mut self, page: Vec<Message>, timeline: &Timeline) -> bool {
        let length = page.len() as u64;
        let before = self.messages.len();
        let is_first = self.offset == 0;
        let is_settled = page.iter().any(|message| timeline.is_settled(message));
        self.messages.extend(page.into_iter().filter(|message| self.ids.insert(message.id.clone())));
        let new = (self.messages.len() - before) as u64;
        if !is_first && new == length && length > 0 && self.messages.len() <= MOST {
            // More was deleted than the pages overlap: something may have slipped through between them.
            self.offset = 0;
            return false;
        }
        self.is_whole = length < PAGE;
        // A server that ignores the offset would repeat itself for ever.
        let is_stuck = new == 0 && !is_first;
        self.offset += length.saturating_sub(OVERLAP);
        self.is_whole || is_settled || is_stuck || self.messages.len() > MOST
    }

    pub(super) fn ids(&self) -> HashSet<&MessageId> {
        self.messages.iter().map(|message| &message.id).collect()
    }
}
