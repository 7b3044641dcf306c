use std::{
    collections::{BTreeMap, HashSet, VecDeque},
    time::Duration,
};

use serde_json::Value;
use tracing::debug;

use super::{
    error::RealtimeError,
    event::ChatEvent,
    link::{Link, LinkEvent, Transmit, Wanted},
    pace::Pace,
    recovery::{Fetch, Fetched, Recovery},
    scope::Scope,
    timeline::Timeline,
    typing::Typing,
    unreadable::Unreadable,
};
use crate::{
    ddp::{ClientFrame, LivechatRoomEvent, QueueInfo, ROOM_MESSAGES, ServerFrame, StreamEvent},
    error::Error,
    id::RoomId,
    model::AgentInfo,
    secret::AuthToken,
    time::Timestamp,
    transport::Instant,
};

/// The state machine behind [`Events`](super::Events), without I/O and clock.
///
/// The caller reports what happened by `handle_*`, then does what [`poll_transmit`](Self::poll_transmit) and
/// [`poll_fetch`](Self::poll_fetch) say, passes [`poll_event`](Self::poll_event) to the reader and calls
/// [`handle_timeout`](Self::handle_timeout) at [`poll_timeout`](Self::poll_timeout).
pub(super) struct Feed {
    scope: Scope,
    link: Link,
    state: State,
    pace: Pace,
    random: fastrand::Rng,
    since: Option<Timestamp>,
    timelines: BTreeMap<RoomId, Timeline>,
    /// The keys of the messages that the reader was told cannot be read.
    unreadable: HashSet<u64>,
    /// The closed ones among them, the oldest first.
    closed_rooms: VecDeque<RoomId>,
    /// Those among them that the user has no access to any more, the oldest first.
    left_rooms: VecDeque<RoomId>,
    agent: Option<AgentInfo>,
    queue: Option<QueueInfo>,
    typing: Typing,
    typers: HashSet<(RoomId, String)>,
    /// What the reader was last told of the connection.
    connectivity: Connectivity,
    outbox: VecDeque<ChatEvent>,
}

enum State {
    /// There is no connection yet, or none any more. A recovery begins when there is one.
    Disconnected,
    /// The reader gets events as they arrive.
    Live,
    /// The history fills the gap before the events that arrive.
    Recovering(Box<Recovery>),
    /// Events were left out. A recovery begins when the reader has caught up.
    Behind,
    /// There is no connection for now: the next recovery begins at `until`.
    Polling { until: Instant },
    /// Nothing follows but what waits for the reader, and then the error.
    Closed(Option<RealtimeError>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Connectivity {
    Unknown,
    Up,
    Down,
    Polling,
}

/// How many events wait for the reader before messages are left out.
pub(super) const CAPACITY: usize = 256;
/// How often to poll where there are no WebSockets. Servers allow ten calls a minute.
const POLL: Duration = Duration::from_secs(10);
/// How many closed rooms are remembered, and how many that were left: a message that follows in one of them does not make it a
/// new room.
const ENDED: usize = 256;

impl Feed {
    pub(super) fn new(scope: Scope, since: Option<Timestamp>, mut random: fastrand::Rng, now: Instant) -> Self {
        let link = Link::new(scope.login(), scope.subs(), random.fork(), now);
        Self {
            scope,
            link,
            state: State::Disconnected,
            pace: Pace::new(now),
            random,
            since,
            timelines: BTreeMap::new(),
            unreadable: HashSet::new(),
            closed_rooms: VecDeque::new(),
            left_rooms: VecDeque::new(),
            agent: None,
            queue: None,
            typing: Typing::default(),
            typers: HashSet::new(),
            connectivity: Connectivity::Unknown,
            outbox: VecDeque::new(),
        }
    }

    /// Gets a login before each connection, and another one if the server refuses it.
    pub(super) fn renew_login(&mut self) {
        self.link.renew_login();
    }

    /// Which login to get for the connection that is to be opened.
    pub(super) fn wanted_login(&self) -> Wanted {
        self.link.wanted_login()
    }

    /// The login that was wanted.
    pub(super) fn handle_login(&mut self, token: AuthToken) {
        self.link.handle_login(token);
    }

    /// There is no login.
    pub(super) fn handle_no_login(&mut self, error: Error, now: Instant) {
        if error.is_retryable() {
            self.handle_closed(now);
        } else {
            self.fail(RealtimeError::Call(Box::new(error)));
        }
    }

    pub(super) fn poll_transmit(&mut self) -> Option<Transmit> {
        self.link.poll_transmit()
    }

    /// The call to make now, in place of the one that may be under way.
    pub(super) fn poll_fetch(&mut self, now: Instant) -> Option<Fetch> {
        match &mut self.state {
            State::Recovering(recovery) if self.pace.next() <= now => {
                let fetch = recovery.poll_fetch()?;
                self.pace.count(now);
                Some(fetch)
            }
            _ => None,
        }
    }

    /// The next event for the reader.
    pub(super) fn poll_event(&mut self, now: Instant) -> Option<Result<ChatEvent, RealtimeError>> {
        if let Some(event) = self.outbox.pop_front() {
            self.catch_up(now);
            return Some(Ok(event));
        }
        match &mut self.state {
            State::Closed(error) => error.take().map(Err),
            _ => None,
        }
    }

    /// Whether the reader has everything and nothing follows.
    pub(super) fn is_drained(&self) -> bool {
        matches!(self.state, State::Closed(None)) && self.outbox.is_empty()
    }

    pub(super) fn handle_opened(&mut self, now: Instant) {
        self.link.handle_opened(now);
        self.handle_link_events(now);
    }

    /// The server responds, but does not upgrade the connection.
    pub(super) fn handle_refused(&mut self, now: Instant) {
        self.link.handle_refused(now);
        self.handle_link_events(now);
    }

    /// The connection broke during the upgrade.
    pub(super) fn handle_broken(&mut self, now: Instant) {
        self.link.handle_broken(now);
        self.handle_link_events(now);
    }

    /// The socket could not be opened, or is closed.
    pub(super) fn handle_closed(&mut self, now: Instant) {
        self.link.handle_closed(now);
        self.handle_link_events(now);
    }

    pub(super) fn handle_frame(&mut self, frame: ServerFrame, now: Instant) {
        self.link.handle_frame(frame, now);
        self.handle_link_events(now);
    }

    pub(super) fn handle_timeout(&mut self, now: Instant) {
        self.link.handle_timeout(now);
        self.handle_link_events(now);
        match &mut self.state {
            State::Recovering(recovery) => recovery.handle_timeout(now),
            State::Polling { until } if *until <= now => self.recover(now),
            _ => {}
        }
        let activities = self.typing.poll_activities(now);
        self.send_activities(activities);
    }

    /// When to call [`handle_timeout`](Self::handle_timeout).
    pub(super) fn poll_timeout(&self) -> Option<Instant> {
        let own = match &self.state {
            State::Recovering(recovery) => recovery.poll_timeout(self.pace.next()),
            State::Polling { until } => Some(*until),
            _ => None,
        };
        [self.link.poll_timeout(), self.typing.poll_timeout(), own].into_iter().flatten().min()
    }

    /// The reader began to type, or stopped. Without a connection it is not sent, not even later.
    pub(super) fn set_typing(&mut self, is_typing: bool, now: Instant) {
        if self.link.is_up() {
            let activities = self.typing.set(is_typing, now);
            self.send_activities(activities);
        }
    }

    fn send_activities(&mut self, activities: Option<&[&str]>) {
        if let Some(activities) = activities
            && let Some(activity) = self.scope.activity(activities)
        {
            self.link.send(|id| ClientFrame::method(id, activity.0, activity.1));
        }
    }

    /// Closes the connection. The reader still gets what waits.
    pub(super) fn close(&mut self) {
        self.state = State::Closed(None);
        self.link.close();
    }

    fn fail(&mut self, error: RealtimeError) {
        self.close();
        self.state = State::Closed(Some(error));
    }

    fn handle_link_events(&mut self, now: Instant) {
        while let Some(event) = self.link.poll_event() {
            if matches!(self.state, State::Closed(_)) {
                return;
            }
            match event {
                LinkEvent::Up => {
                    self.set_connectivity(Connectivity::Up);
                    self.recover(now);
                }
                LinkEvent::Down => {
                    self.set_connectivity(Connectivity::Down);
                    self.state = State::Disconnected;
                }
                // The reader is told when there is an answer: the server may be away altogether.
                LinkEvent::Polling => {
                    if !matches!(self.state, State::Recovering(_) | State::Polling { .. }) {
                        self.recover(now);
                    }
                }
                LinkEvent::Stream(event, omitted) => {
                    self.handle_omitted(&event, omitted);
                    self.handle_event(event, now);
                }
                LinkEvent::Failed(error) => self.fail(error),
            }
        }
    }

    fn set_connectivity(&mut self, connectivity: Connectivity) {
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

    fn is_full(&self) -> bool {
        self.outbox.len() >= CAPACITY
    }

    /// Whether new messages are left out, because a recovery follows that reads them.
    fn is_behind(&self) -> bool {
        matches!(self.state, State::Disconnected | State::Polling { .. } | State::Behind)
    }

    /// Notes that something was left out.
    fn fall_behind(&mut self) {
        match &mut self.state {
            State::Recovering(recovery) => recovery.is_incomplete = true,
            State::Live => self.state = State::Behind,
            State::Disconnected | State::Polling { .. } | State::Behind | State::Closed(_) => {}
        }
    }

    /// Begins to fill the gap between what the reader knows and now, unless the reader has to catch up first.
    fn recover(&mut self, now: Instant) {
        if self.outbox.len() > CAPACITY / 2 {
            self.state = State::Behind;
            return;
        }
        let rooms: Vec<_> = match self.scope.room_id() {
            Some(room_id) => vec![room_id.clone()],
            None => self.timelines.keys().filter(|room_id| !self.has_ended(room_id)).cloned().collect(),
        };
        self.state = State::Recovering(Box::new(Recovery::new(self.scope.has_standing(), rooms)));
        self.advance(now);
    }

    /// Makes the next call of the recovery, or completes it.
    fn advance(&mut self, now: Instant) {
        let State::Recovering(recovery) = &mut self.state else { return };
        if recovery.advance() {
            return;
        }
        let next = if self.link.is_polling() {
            self.set_connectivity(Connectivity::Polling);
            State::Polling { until: now + POLL }
        } else {
            State::Live
        };
        let State::Recovering(recovery) = std::mem::replace(&mut self.state, next) else { return };
        let Recovery { live, overflowed, is_incomplete, is_closed, .. } = *recovery;
        if is_closed && let Some(room_id) = self.scope.room_id().cloned() {
            return self.close_room(room_id);
        }
        if overflowed || is_incomplete {
            self.fall_behind();
        }
        for event in live {
            self.handle_event(event, now);
        }
        self.catch_up(now);
    }

    /// Reads what was left out, if there is room for it.
    fn catch_up(&mut self, now: Instant) {
        if matches!(self.state, State::Behind) {
            self.recover(now);
        }
    }

    /// A call returned.
    pub(super) fn handle_fetched(&mut self, result: Result<Fetched, Error>, now: Instant) {
        if result.is_ok() && self.link.is_polling() {
            self.set_connectivity(Connectivity::Polling);
        }
        let State::Recovering(recovery) = &mut self.state else { return };
        match result {
            Ok(Fetched::Standing(standing)) => {
                recovery.handle_standing(&standing);
                let Recovery { agent_is_known, queue_is_known, .. } = **recovery;
                self.apply_standing(*standing, agent_is_known, queue_is_known);
            }
            Ok(Fetched::History(page)) => {
                let Some(room_id) = recovery.rooms.front() else { return };
                let timeline = self.timelines.entry(room_id.clone()).or_insert_with(|| Timeline::new(self.since));
                if let Some((room_id, history)) = recovery.handle_page(page, timeline) {
                    self.merge(&room_id, history);
                }
            }
            Err(error) if recovery.is_transient(&error) => {
                recovery.retry(error.retry_after(), self.random.f64(), now);
                return;
            }
            // Other rooms may be readable.
            Err(error) if self.scope.room_id().is_none() => {
                let Some(room_id) = recovery.skip_room() else { return };
                // Whoever gets messages of a room has access to it, whatever the history says.
                let is_over = matches!(error, Error::Api(_)) && !recovery.has_live(&room_id);
                if is_over && self.timelines.contains_key(&room_id) {
                    self.leave_room(room_id);
                } else {
                    self.timelines.entry(room_id).or_insert_with(|| Timeline::new(self.since));
                }
            }
            Err(error) => return self.fail(RealtimeError::Call(Box::new(error))),
        }
        self.advance(now);
    }

    fn handle_event(&mut self, event: StreamEvent, now: Instant) {
        if matches!(self.state, State::Closed(_)) {
            return;
        }
        match event {
            StreamEvent::RoomMessage { message, room, event_name } => {
                let Some(room_id) = self.scope.room_of(message.room_id.as_ref(), room.as_ref()) else { return };
                if message.hidden == Some(true) {
                    return;
                }
                if let State::Recovering(recovery) = &mut self.state {
                    return recovery.keep(StreamEvent::RoomMessage { event_name, message, room });
                }
                let is_back = self.return_to_room(&room_id);
                if is_back || !self.timelines.contains_key(&room_id) {
                    // The earlier messages of a room that is new to the stream come first.
                    if self.is_behind() || self.is_full() {
                        self.fall_behind();
                        self.timelines.entry(room_id).or_insert_with(|| Timeline::new(self.since));
                        return;
                    }
                    let mut recovery = Recovery::new(false, [room_id]);
                    recovery.keep(StreamEvent::RoomMessage { event_name, message, room });
                    self.state = State::Recovering(Box::new(recovery));
                    return self.advance(now);
                }
                self.handle_message(&room_id, *message);
            }
            StreamEvent::MessageDeleted { room_id, message_id } => {
                if let State::Recovering(recovery) = &mut self.state {
                    return recovery.keep(StreamEvent::MessageDeleted { room_id, message_id });
                }
                self.handle_deleted(room_id, message_id);
            }
            StreamEvent::UserActivity { room_id, name, activities } => self.handle_typing(room_id, name, &activities),
            StreamEvent::LivechatRoom { event, .. } => {
                if let State::Recovering(recovery) = &mut self.state {
                    recovery.agent_is_known |= matches!(event, LivechatRoomEvent::AgentData(_));
                    recovery.queue_is_known |=
                        matches!(event, LivechatRoomEvent::QueueData(_) | LivechatRoomEvent::AgentData(Some(_)));
                }
                match event {
                    LivechatRoomEvent::AgentData(agent) => self.set_agent(agent.map(|agent| *agent)),
                    LivechatRoomEvent::AgentStatus(status) => {
                        if let Some(agent) = &self.agent {
                            let changed = agent.clone().status(status);
                            self.set_agent(Some(changed));
                        } else if !self.is_full() {
                            self.outbox.push_back(ChatEvent::AgentStatus(status));
                        }
                    }
                    LivechatRoomEvent::QueueData(Some(queue)) => self.set_queue(queue),
                    _ => {}
                }
            }
            StreamEvent::Other { stream, args, .. } if stream == ROOM_MESSAGES => {
                let Some(Err(unreadable)) = args.first().map(Unreadable::read) else { return };
                let room = args.get(1).and_then(Value::as_object);
                match self.scope.room_of(unreadable.room_id.as_ref(), room) {
                    Some(room_id) => self.handle_unreadable(room_id, unreadable),
                    None => debug!("a message that cannot be read is of no room of the stream"),
                }
            }
            StreamEvent::Other { .. } => {}
        }
    }
}

mod emit;
#[cfg(test)]
mod tests;
