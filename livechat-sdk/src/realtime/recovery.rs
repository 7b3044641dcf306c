use std::{
    collections::{HashSet, VecDeque},
    time::Duration,
};

use serde_json::Value;

use super::{link::backoff, timeline::Timeline, unreadable::Unreadable};
use crate::{
    ddp::{QueueInfo, StreamEvent},
    endpoint::Omission,
    error::Error,
    id::{MessageId, RoomId},
    model::{AgentInfo, Message},
    transport::Instant,
};

/// A gap in the conversation that is being filled: which calls it takes, what was read so far, what happened meanwhile.
#[derive(Debug)]
pub(super) struct Recovery {
    /// Whether the call for the room's state is yet to be made.
    asks_standing: bool,
    /// The rooms whose history is to be read, the current one first.
    pub(super) rooms: VecDeque<RoomId>,
    history: History,
    /// The events since it began, up to [`KEPT`].
    pub(super) live: Vec<StreamEvent>,
    /// Whether there were more events than are kept.
    pub(super) overflowed: bool,
    /// Whether the reader had no room for a change of the agent or the queue, so that another recovery has to follow.
    pub(super) is_incomplete: bool,
    /// Whether an event told of the agent since it began: the response to a call may be older.
    pub(super) agent_is_known: bool,
    /// The same of the queue.
    pub(super) queue_is_known: bool,
    /// Whether the room is closed.
    pub(super) is_closed: bool,
    failures: u32,
    /// When to repeat the call that failed.
    retry_at: Option<Instant>,
    /// The call to make now.
    pending: Option<Fetch>,
}

/// The part of a room's history that was read: newest first, each message once.
#[derive(Debug, Default)]
pub(super) struct History {
    pub(super) messages: Vec<Message>,
    ids: HashSet<MessageId>,
    /// The messages that cannot be read, each once.
    pub(super) unreadable: Vec<Unreadable>,
    /// The parts of messages that cannot be read, each once.
    pub(super) parts: Vec<Unreadable>,
    offset: u64,
    /// Whether it was read back to the first message.
    pub(super) is_whole: bool,
}

/// A page of a room's history, newest first.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) messages: Vec<Message>,
    pub(super) unreadable: Vec<Unreadable>,
    /// What was left out of messages.
    pub(super) parts: Vec<Unreadable>,
}

impl Page {
    /// Reads messages one by one, so that one that cannot be read does not hide the others.
    pub(super) fn read(messages: &[Value]) -> Self {
        let mut page = Self::default();
        for message in messages {
            match Unreadable::read(message) {
                Ok((message, parts)) => {
                    page.messages.push(message);
                    page.parts.extend(parts);
                }
                Err(unreadable) => page.unreadable.push(unreadable),
            }
        }
        page
    }
}

/// A call to make.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Fetch {
    /// The state of a visitor's room.
    Standing,
    /// A page of a room's messages, newest first, from this offset.
    History { room_id: RoomId, offset: u64 },
}

/// What a call returned.
#[derive(Debug)]
pub(super) enum Fetched {
    Standing(Box<Standing>),
    History(Page),
}

/// The state of a visitor's room.
#[derive(Debug)]
pub(super) struct Standing {
    pub(super) is_open: bool,
    pub(super) agent: Option<AgentInfo>,
    pub(super) queue: Option<QueueInfo>,
    /// The visitor's user name.
    pub(super) username: Option<String>,
    /// What of it cannot be read.
    pub(super) omitted: Vec<Omission>,
}

impl Standing {
    /// An open room with nothing else set.
    pub(super) fn open() -> Self {
        Self { is_open: true, agent: None, queue: None, username: None, omitted: Vec::new() }
    }
}

/// The size of a page.
pub(super) const PAGE: u64 = 50;
/// How many messages consecutive pages share. When messages are deleted meanwhile, older ones move up.
const OVERLAP: u64 = 5;
/// The most messages that one recovery reads, so that a server that invents pages cannot keep it going.
const MOST: usize = 20_000;
/// How often to retry a call whose failure is most probably permanent.
const TRIES: u32 = 5;
/// The longest wait that a server can demand.
const LONGEST_WAIT: Duration = Duration::from_secs(300);
/// How many events are kept meanwhile.
const KEPT: usize = 256;

impl Recovery {
    pub(super) fn new(asks_standing: bool, rooms: impl IntoIterator<Item = RoomId>) -> Self {
        Self {
            asks_standing,
            rooms: rooms.into_iter().collect(),
            history: History::default(),
            live: Vec::new(),
            overflowed: false,
            is_incomplete: false,
            agent_is_known: false,
            queue_is_known: false,
            is_closed: false,
            failures: 0,
            retry_at: None,
            pending: None,
        }
    }

    /// Prepares the next call. Returns whether there is one; otherwise the recovery is complete.
    pub(super) fn advance(&mut self) -> bool {
        self.pending = self.next_fetch();
        self.pending.is_some()
    }

    /// The call to make now, in place of the one that may be under way.
    pub(super) fn poll_fetch(&mut self) -> Option<Fetch> {
        self.pending.take()
    }

    pub(super) fn handle_timeout(&mut self, now: Instant) {
        if self.retry_at.is_some_and(|at| at <= now) {
            self.retry_at = None;
            self.advance();
        }
    }

    /// When there is something to do, if the next call may be made at this time.
    pub(super) fn poll_timeout(&self, call_at: Instant) -> Option<Instant> {
        if self.pending.is_some() { Some(call_at) } else { self.retry_at }
    }

    fn next_fetch(&self) -> Option<Fetch> {
        if self.asks_standing {
            return Some(Fetch::Standing);
        }
        let room_id = self.rooms.front()?.clone();
        Some(Fetch::History { room_id, offset: self.history.offset })
    }

    /// Keeps an event until the history is read.
    pub(super) fn keep(&mut self, event: StreamEvent) {
        // The next recovery reads what does not fit.
        if self.live.len() >= KEPT {
            self.overflowed = true;
        } else if !self.overflowed {
            self.live.push(event);
        }
    }

    pub(super) fn handle_standing(&mut self, standing: &Standing) {
        self.asks_standing = false;
        self.failures = 0;
        self.is_closed = !standing.is_open;
    }

    /// Adds a page. Returns the room and its history if the history is complete.
    pub(super) fn handle_page(&mut self, page: Page, timeline: &Timeline) -> Option<(RoomId, History)> {
        self.failures = 0;
        let is_done = self.history.push(page, timeline);
        let room_id = if is_done { self.rooms.pop_front()? } else { return None };
        Some((room_id, std::mem::take(&mut self.history)))
    }

    /// Skips the current room.
    pub(super) fn skip_room(&mut self) -> Option<RoomId> {
        self.history = History::default();
        self.rooms.pop_front()
    }

    /// Whether messages arrived in a room meanwhile.
    pub(super) fn has_live(&self, room_id: &RoomId) -> bool {
        self.live.iter().any(|event| is_message_of(event, room_id))
    }

    /// Takes the messages that arrived in a room meanwhile.
    pub(super) fn live_messages(&mut self, room_id: &RoomId) -> Vec<Message> {
        let taken = self.live.extract_if(.., |event| is_message_of(event, room_id));
        let message = |event| match event {
            StreamEvent::RoomMessage { message, .. } => Some(*message),
            _ => None,
        };
        taken.filter_map(message).collect()
    }

    /// Whether a retry of a call that failed with this error may succeed.
    pub(super) fn is_transient(&self, error: &Error) -> bool {
        match error {
            // The proxy of a server that is starting responds with 404, or with a page of its own.
            Error::Api(error) if error.is_unknown_path() => self.failures < TRIES,
            Error::Decode(_) => self.failures < TRIES,
            Error::Api(error) => error.status() >= 500 || matches!(error.status(), 408 | 429),
            Error::Transport(error) => !error.is_too_large(),
            Error::Throttled(_) => true,
            Error::Request(_) | Error::Paging(_) | Error::Ignored(_) => false,
        }
    }

    /// Schedules a retry: after the wait that the server asks for, and never before the backoff.
    pub(super) fn retry(&mut self, asked: Option<Duration>, random: f64, now: Instant) {
        let wait = asked.unwrap_or_default().min(LONGEST_WAIT).max(backoff(self.failures, random));
        self.retry_at = Some(now + wait);
        self.failures = self.failures.saturating_add(1);
    }
}

fn is_message_of(event: &StreamEvent, room_id: &RoomId) -> bool {
    let StreamEvent::RoomMessage { message, .. } = event else { return false };
    message.room_id.as_ref().is_none_or(|of| of == room_id)
}

impl History {
    /// Adds a page. Returns whether the history is complete.
    fn push(&mut self, page: Page, timeline: &Timeline) -> bool {
        let length = (page.messages.len() + page.unreadable.len()) as u64;
        let before = self.len();
        let is_first = self.offset == 0;
        let is_settled = page.messages.iter().any(|message| timeline.is_settled(message));
        self.messages.extend(page.messages.into_iter().filter(|message| self.ids.insert(message.id.clone())));
        for (known, new) in [(&mut self.unreadable, page.unreadable), (&mut self.parts, page.parts)] {
            for unreadable in new {
                if known.iter().all(|known| known.key != unreadable.key) {
                    known.push(unreadable);
                }
            }
        }
        let new = (self.len() - before) as u64;
        if !is_first && new == length && length > 0 && self.len() <= MOST {
            // More was deleted than the pages overlap: messages between them may be missing.
            self.offset = 0;
            return false;
        }
        self.is_whole = length < PAGE;
        // A server that ignores the offset repeats the same page.
        let is_stuck = new == 0 && !is_first;
        self.offset += length.saturating_sub(OVERLAP);
        self.is_whole || is_settled || is_stuck || self.len() > MOST
    }

    fn len(&self) -> usize {
        self.messages.len() + self.unreadable.len()
    }

    /// The messages that are there, whether they can be read or not.
    pub(super) fn ids(&self) -> HashSet<&MessageId> {
        let unreadable = self.unreadable.iter().filter_map(|unreadable| unreadable.message_id.as_ref());
        self.messages.iter().map(|message| &message.id).chain(unreadable).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        endpoint::{Endpoint, Operation, Slot},
        error::{ApiError, DecodeError, TransportError},
        model::MessageAuthor,
        time::Timestamp,
        visitors::GetVisitor,
    };

    const OPERATION: Operation = GetVisitor::META.operation();

    /// A page of the messages with these numbers.
    fn page(numbers: std::ops::Range<u64>) -> Page {
        let message = |number: u64| {
            let ts = Timestamp::from_millis(i64::try_from(number).unwrap());
            Message::new(number.to_string(), MessageAuthor::new("a", "a"), ts, "")
        };
        Page { messages: numbers.map(message).collect(), ..Page::default() }
    }

    fn api(status: u16, body: &[u8]) -> Error {
        ApiError::read_hiding(OPERATION, status, body, Vec::new()).into()
    }

    #[test]
    fn a_page_that_overlaps_leads_on_and_a_short_one_ends_it() {
        let (mut history, timeline) = (History::default(), Timeline::new(None));
        assert!(!history.push(page(0..50), &timeline));
        assert_eq!(history.offset, 45);
        assert!(!history.push(page(45..95), &timeline));
        assert_eq!((history.offset, history.len()), (90, 95));
        assert!(history.push(page(90..100), &timeline));
        assert!(history.is_whole);
        assert_eq!(history.len(), 100);
    }

    #[test]
    fn an_empty_page_ends_it() {
        let (mut history, timeline) = (History::default(), Timeline::new(None));
        assert!(!history.push(page(0..50), &timeline));
        assert!(history.push(page(50..50), &timeline));
        assert!(history.is_whole);
    }

    #[test]
    fn a_page_without_an_overlap_starts_it_again() {
        let (mut history, timeline) = (History::default(), Timeline::new(None));
        assert!(!history.push(page(0..50), &timeline));
        assert!(!history.push(page(60..70), &timeline));
        assert_eq!(history.offset, 0);
    }

    #[test]
    fn the_same_page_again_ends_it() {
        let (mut history, timeline) = (History::default(), Timeline::new(None));
        assert!(!history.push(page(0..50), &timeline));
        assert!(history.push(page(0..50), &timeline));
        assert!(!history.is_whole);
    }

    #[test]
    fn a_server_that_invents_messages_is_not_read_for_ever() {
        let timeline = Timeline::new(None);
        let most = u64::try_from(MOST).unwrap();
        assert!(!History::default().push(page(0..most), &timeline));
        assert!(History::default().push(page(0..most + 1), &timeline));
    }

    #[test]
    fn what_a_server_that_starts_says_is_tried_again_some_times() {
        let explain = || DecodeError::explain(&mut Slot::<Value>::empty(), OPERATION, 200, b"<html>", Vec::new());
        for error in [api(404, b"Not Found"), Error::Decode(Box::new(explain()))] {
            let (mut recovery, now) = (Recovery::new(false, []), Instant::now());
            for _ in 0..TRIES {
                assert!(recovery.is_transient(&error), "{error}");
                recovery.retry(None, 0.0, now);
            }
            assert!(!recovery.is_transient(&error), "{error}");
        }
    }

    #[test]
    fn what_no_retry_helps_against_is_not_tried_again() {
        let recovery = Recovery::new(false, []);
        for status in [408, 429, 500, 503] {
            assert!(recovery.is_transient(&api(status, b"{}")), "{status}");
        }
        for status in [400, 401, 499] {
            assert!(!recovery.is_transient(&api(status, b"{}")), "{status}");
        }
        assert!(!recovery.is_transient(&TransportError::too_large(OPERATION, 1).into()));
    }
}
