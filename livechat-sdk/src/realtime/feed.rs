use std::{
    collections::{BTreeMap, HashSet, VecDeque},
    time::{Duration, Instant},
};

use super::{
    error::RealtimeError,
    event::ChatEvent,
    link::{Action, Link, Notice},
    recovery::{Fetch, Fetched, Recovery},
    scope::Scope,
    timeline::Timeline,
    typing::Typing,
};
use crate::{
    ddp::{ClientFrame, LivechatRoomEvent, QueueInfo, ServerFrame, StreamEvent},
    error::Error,
    id::RoomId,
    model::AgentInfo,
    time::Timestamp,
};

/// The events of a conversation, without socket, calls and clock: it says what to send and what to ask for, and is told
/// what came and what time it is.
pub(super) struct Feed {
    scope: Scope,
    link: Link,
    random: fastrand::Rng,
    since: Option<Timestamp>,
    timelines: BTreeMap<RoomId, Timeline>,
    /// The closed ones among them, the oldest first.
    closed_rooms: VecDeque<RoomId>,
    agent: Option<AgentInfo>,
    queue: Option<QueueInfo>,
    typing: Typing,
    typers: HashSet<(RoomId, String)>,
    connectivity: Connectivity,
    recovery: Option<Recovery>,
    fetch: Option<Fetch>,
    /// Whether something was left out that is to be read from the history once the reader has caught up.
    is_behind: bool,
    poll_at: Option<Instant>,
    outbox: VecDeque<ChatEvent>,
    failure: Option<RealtimeError>,
    is_over: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Connectivity {
    Unknown,
    Up,
    Down,
    Polling,
}

/// How many events wait for a reader before messages are left out.
pub(super) const CAPACITY: usize = 256;
/// How often to ask for what is new where there are no sockets. The server takes ten calls a minute.
const POLL: Duration = Duration::from_secs(10);
/// How many closed rooms are remembered, so that what the server still notes there is not taken for a new room.
const CLOSED: usize = 256;

impl Feed {
    pub(super) fn new(scope: Scope, since: Option<Timestamp>, mut random: fastrand::Rng, now: Instant) -> Self {
        let link = Link::new(scope.login(), scope.subs(), random.fork(), now);
        Self {
            scope,
            link,
            random,
            since,
            timelines: BTreeMap::new(),
            closed_rooms: VecDeque::new(),
            agent: None,
            queue: None,
            typing: Typing::default(),
            typers: HashSet::new(),
            connectivity: Connectivity::Unknown,
            recovery: None,
            fetch: None,
            is_behind: false,
            poll_at: None,
            outbox: VecDeque::new(),
            failure: None,
            is_over: false,
        }
    }

    /// What the socket is to do next.
    pub(super) fn action(&mut self) -> Option<Action> {
        self.link.action()
    }

    /// The call to make now, in place of the one that may be under way.
    pub(super) fn fetch(&mut self) -> Option<Fetch> {
        self.fetch.take()
    }

    /// The next event for the reader.
    pub(super) fn event(&mut self, now: Instant) -> Option<Result<ChatEvent, RealtimeError>> {
        if let Some(event) = self.outbox.pop_front() {
            self.catch_up(now);
            return Some(Ok(event));
        }
        self.failure.take().map(Err)
    }

    /// Whether nothing comes any more and the reader has everything.
    pub(super) fn is_over(&self) -> bool {
        self.is_over && self.outbox.is_empty() && self.failure.is_none()
    }

    /// The socket is open.
    pub(super) fn opened(&mut self, now: Instant) {
        self.link.opened(now);
        self.heed(now);
    }

    /// The server answers, but opens no socket.
    pub(super) fn refused(&mut self, now: Instant) {
        self.link.refused(now);
        self.heed(now);
    }

    /// There was a connection, but it broke when it was to become a socket.
    pub(super) fn broke(&mut self, now: Instant) {
        self.link.broke(now);
        self.heed(now);
    }

    /// The socket did not open, or is closed.
    pub(super) fn closed(&mut self, now: Instant) {
        self.link.closed(now);
        self.heed(now);
    }

    /// A frame came.
    pub(super) fn frame(&mut self, frame: ServerFrame, now: Instant) {
        self.link.frame(frame, now);
        self.heed(now);
    }

    /// Time passed.
    pub(super) fn tick(&mut self, now: Instant) {
        self.link.tick(now);
        self.heed(now);
        if let Some(recovery) = &mut self.recovery
            && recovery.retry_at.is_some_and(|at| at <= now)
        {
            recovery.retry_at = None;
            self.fetch = recovery.fetch();
        }
        if self.poll_at.is_some_and(|at| at <= now) && self.recovery.is_none() {
            self.poll_at = None;
            self.recover(now);
        }
        let activities = self.typing.next(now);
        self.tell_activity(activities);
    }

    /// When [`tick`](Self::tick) has something to do.
    pub(super) fn timer(&self) -> Option<Instant> {
        let retry = self.recovery.as_ref().and_then(|recovery| recovery.retry_at);
        [self.link.timer(), self.typing.timer(), retry, self.poll_at].into_iter().flatten().min()
    }

    /// The reader began to type, or stopped.
    pub(super) fn set_typing(&mut self, is_typing: bool, now: Instant) {
        // What nobody can be told now is not told later either.
        if self.link.is_up() {
            let activities = self.typing.set(is_typing, now);
            self.tell_activity(activities);
        }
    }

    fn tell_activity(&mut self, activities: Option<&[&str]>) {
        if let Some(activities) = activities
            && let Some(activity) = self.scope.activity(activities)
        {
            self.link.send(|id| ClientFrame::method(id, activity.0, activity.1));
        }
    }

    /// Ends it: the reader is gone.
    pub(super) fn end(&mut self) {
        self.is_over = true;
        self.recovery = None;
        self.fetch = None;
        self.poll_at = None;
        self.link.end();
    }

    fn heed(&mut self, now: Instant) {
        while let Some(notice) = self.link.notice() {
            if self.is_over {
                return;
            }
            match notice {
                Notice::Up => {
                    self.is_now(Connectivity::Up);
                    self.poll_at = None;
                    self.recover(now);
                }
                Notice::Down => {
                    self.is_now(Connectivity::Down);
                    self.recovery = None;
                    self.fetch = None;
                }
                Notice::Polling => {
                    self.is_now(Connectivity::Polling);
                    if self.recovery.is_none() && self.poll_at.is_none() {
                        self.recover(now);
                    }
                }
                Notice::Event(event) => self.happened(event, now),
                Notice::Failed(error) => self.fail(error),
            }
        }
    }

    fn is_now(&mut self, connectivity: Connectivity) {
        if connectivity != Connectivity::Up {
            self.typing.reset();
            for (room_id, name) in std::mem::take(&mut self.typers) {
                self.outbox.push_back(ChatEvent::Typing { room_id, name, is_typing: false });
            }
        }
        if self.connectivity != connectivity {
            self.connectivity = connectivity;
            if self.is_full() {
                // A reader who is slow need not see every change.
                let is_of_connection = |event: &ChatEvent| {
                    matches!(event, ChatEvent::Connected | ChatEvent::ConnectionLost | ChatEvent::Polling)
                };
                self.outbox.retain(|event| !is_of_connection(event));
            }
            self.outbox.push_back(match connectivity {
                Connectivity::Up => ChatEvent::Connected,
                Connectivity::Polling => ChatEvent::Polling,
                Connectivity::Down | Connectivity::Unknown => ChatEvent::ConnectionLost,
            });
        }
    }

    fn fail(&mut self, error: RealtimeError) {
        self.end();
        self.failure = Some(error);
    }

    fn is_full(&self) -> bool {
        self.outbox.len() >= CAPACITY
    }

    /// Fills the gap between what the reader was told of and now, or does so when the reader has caught up.
    fn recover(&mut self, now: Instant) {
        self.recovery = None;
        self.fetch = None;
        if self.outbox.len() > CAPACITY / 2 {
            self.is_behind = true;
            return;
        }
        let rooms: Vec<_> = match self.scope.room_id() {
            Some(room_id) => vec![room_id.clone()],
            None => self.timelines.keys().filter(|room_id| !self.closed_rooms.contains(room_id)).cloned().collect(),
        };
        self.is_behind = false;
        self.recovery = Some(Recovery::new(self.scope.has_standing(), rooms));
        self.go_on(now);
    }

    /// Asks for the next thing, or ends if there is none.
    fn go_on(&mut self, now: Instant) {
        let Some(recovery) = &self.recovery else { return };
        self.fetch = recovery.fetch();
        if self.fetch.is_some() {
            return;
        }
        let Some(Recovery { live, overflowed, is_closed, .. }) = self.recovery.take() else { return };
        if is_closed && let Some(room_id) = self.scope.room_id().cloned() {
            return self.close(room_id);
        }
        if self.connectivity == Connectivity::Polling {
            self.poll_at = Some(now + POLL);
        }
        self.is_behind |= overflowed;
        for event in live {
            self.happened(event, now);
        }
        self.catch_up(now);
    }

    /// Reads what was left out, if there is room for it.
    fn catch_up(&mut self, now: Instant) {
        let is_connected = self.link.is_up() || self.connectivity == Connectivity::Polling;
        if self.is_behind && is_connected && self.recovery.is_none() {
            self.recover(now);
        }
    }

    /// A call came back.
    pub(super) fn fetched(&mut self, result: Result<Fetched, Error>, now: Instant) {
        let Some(recovery) = &mut self.recovery else { return };
        match result {
            Ok(Fetched::Standing(standing)) => {
                recovery.has_standing();
                recovery.is_closed = !standing.is_open;
                let agent_is_known = recovery.agent_is_known;
                self.stands(*standing, agent_is_known);
            }
            Ok(Fetched::History(page)) => {
                let Some(room_id) = recovery.rooms.front() else { return };
                let timeline = self.timelines.entry(room_id.clone()).or_insert_with(|| Timeline::new(self.since));
                if let Some((room_id, history)) = recovery.page(page, timeline) {
                    self.merge(&room_id, history);
                }
            }
            Err(error) if recovery.may_pass(&error) => {
                recovery.retry(error.retry_after(), self.random.f64(), now);
                return;
            }
            // The others may well be readable.
            Err(_) if self.scope.room_id().is_none() => {
                if let Some(room_id) = recovery.skip_room() {
                    self.timelines.entry(room_id).or_insert_with(|| Timeline::new(self.since));
                }
            }
            Err(error) => return self.fail(RealtimeError::Call(Box::new(error))),
        }
        self.go_on(now);
    }

    fn happened(&mut self, event: StreamEvent, now: Instant) {
        if self.is_over {
            return;
        }
        match event {
            StreamEvent::RoomMessage { message, room, event_name } => {
                let Some(room_id) = self.scope.room_of(&message, room.as_ref()) else { return };
                if message.hidden == Some(true) {
                    return;
                }
                if let Some(recovery) = &mut self.recovery {
                    return recovery.keep(StreamEvent::RoomMessage { event_name, message, room });
                }
                if !self.timelines.contains_key(&room_id) {
                    // A room that the stream has not been in comes with what was said there before.
                    if self.is_behind || self.is_full() {
                        self.is_behind = true;
                        self.timelines.insert(room_id, Timeline::new(self.since));
                        return;
                    }
                    let mut recovery = Recovery::new(false, [room_id]);
                    recovery.keep(StreamEvent::RoomMessage { event_name, message, room });
                    self.recovery = Some(recovery);
                    return self.go_on(now);
                }
                self.message(&room_id, *message);
            }
            StreamEvent::MessageDeleted { room_id, message_id } => {
                if let Some(recovery) = &mut self.recovery {
                    return recovery.keep(StreamEvent::MessageDeleted { room_id, message_id });
                }
                self.deleted(room_id, message_id);
            }
            StreamEvent::UserActivity { room_id, name, activities } => self.types(room_id, name, &activities),
            StreamEvent::LivechatRoom { event, .. } => {
                if let Some(recovery) = &mut self.recovery {
                    recovery.agent_is_known = true;
                }
                match event {
                    LivechatRoomEvent::AgentData(agent) => self.serves(agent.map(|agent| *agent)),
                    LivechatRoomEvent::AgentStatus(status) => {
                        if let Some(agent) = &self.agent {
                            let told = agent.clone().status(status);
                            self.serves(Some(told));
                        } else if !self.is_full() {
                            self.outbox.push_back(ChatEvent::AgentStatus(status));
                        }
                    }
                    LivechatRoomEvent::QueueData(Some(queue)) => self.waits(queue),
                    _ => {}
                }
            }
            StreamEvent::Other { .. } => {}
        }
    }
}

mod tell;
#[cfg(test)]
mod tests;
