//! Which events the reader gets, given what the reader knows.

use std::collections::{BTreeMap, HashMap, VecDeque};

use super::{CAPACITY, ENDED, Feed, State};
use crate::{
    ddp::{QueueInfo, StreamEvent, USER_TYPING},
    endpoint::Omission,
    id::{MessageId, RoomId},
    model::{AgentInfo, Message, MessageType},
    realtime::{
        event::ChatEvent,
        recovery::{History, Standing},
        scope::Scope,
        timeline::{News, Timeline, newer},
        unreadable::Unreadable,
    },
};

/// How many messages that cannot be read are remembered.
const UNREADABLE: usize = 8192;

impl Feed {
    /// Applies the state of the room. What is known of the agent and the queue may be newer.
    pub(super) fn apply_standing(&mut self, standing: Standing, agent_is_known: bool, queue_is_known: bool) {
        if let (Scope::Visitor { username, .. }, Some(known)) = (&mut self.scope, standing.username) {
            *username = Some(known);
        }
        if let Some(room_id) = self.scope.room_id().cloned() {
            self.handle_parts(&room_id, None, standing.omitted);
        }
        if !standing.is_open {
            return;
        }
        if !agent_is_known {
            self.set_agent(standing.agent);
        }
        if let Some(queue) = standing.queue
            && !queue_is_known
        {
            self.set_queue(queue);
        }
    }

    /// Emits what is new in a room's history and in the events since.
    pub(super) fn merge(&mut self, room_id: &RoomId, history: History) {
        let timeline = self.timelines.entry(room_id.clone()).or_insert_with(|| Timeline::new(self.since));
        let oldest = history.messages.iter().map(|message| message.created_at).min();
        let since = if history.is_whole { None } else { oldest };
        for message_id in timeline.missing(since, &history.ids()) {
            timeline.delete(&message_id);
            self.outbox.push_back(ChatEvent::MessageDeleted { room_id: room_id.clone(), message_id });
        }
        for unreadable in history.unreadable.into_iter().chain(history.parts) {
            self.emit_unreadable(room_id.clone(), unreadable);
        }
        let mut messages: Vec<_> = history.messages.into_iter().rev().map(|message| (message, true)).collect();
        if let State::Recovering(recovery) = &mut self.state {
            let mut places: HashMap<_, _> =
                messages.iter().enumerate().map(|(place, (message, _))| (message.id.clone(), place)).collect();
            for message in recovery.live_messages(room_id) {
                match places.get(&message.id) {
                    Some(place) => {
                        let (known, from_history) = &mut messages[*place];
                        *known = newer(known.clone(), message);
                        *from_history = false;
                    }
                    None => {
                        places.insert(message.id.clone(), messages.len());
                        messages.push((message, false));
                    }
                }
            }
        }
        messages.sort_by_key(|(message, _)| message.created_at);
        let mut is_closed = false;
        for (message, from_history) in messages {
            let is_close = message.message_type == Some(MessageType::LivechatClose);
            let news = self.emit(room_id, message, from_history);
            // One that counts as delivered closes the room nonetheless: no other message follows.
            is_closed |= is_close && (news != News::Changed || self.scope.room_id().is_some());
        }
        if is_closed && !self.has_ended(room_id) {
            self.close_room(room_id.clone());
        }
    }

    pub(super) fn emit(&mut self, room_id: &RoomId, message: Message, from_history: bool) -> News {
        let timeline = self.timelines.entry(room_id.clone()).or_insert_with(|| Timeline::new(self.since));
        let news = timeline.see(&message, from_history);
        match news {
            News::New => {
                let transfer = message.transfer_data.clone().filter(|_| message.message_type.is_some());
                self.outbox.push_back(ChatEvent::MessageNew(Box::new(message)));
                if let Some(transfer) = transfer {
                    self.outbox.push_back(ChatEvent::Transferred { room_id: room_id.clone(), transfer });
                }
            }
            News::Changed => self.emit_change(message),
            News::Nothing => {}
        }
        news
    }

    /// Emits a change of a message. A slow reader does not get every one.
    fn emit_change(&mut self, message: Message) {
        if self.is_full() {
            for event in &mut self.outbox {
                if let ChatEvent::MessageNew(waiting) | ChatEvent::MessageChanged(waiting) = event
                    && waiting.id == message.id
                {
                    **waiting = message;
                    return;
                }
            }
        }
        self.outbox.push_back(ChatEvent::MessageChanged(Box::new(message)));
    }

    pub(super) fn close_room(&mut self, room_id: RoomId) {
        self.outbox.push_back(ChatEvent::Closed { room_id: room_id.clone() });
        if self.scope.room_id().is_some() {
            return self.close();
        }
        remember_end(&mut self.closed_rooms, &mut self.timelines, room_id);
    }

    /// The user has no access to this room any more: it is not read again until there is a message.
    pub(super) fn leave_room(&mut self, room_id: RoomId) {
        self.outbox.push_back(ChatEvent::Left { room_id: room_id.clone() });
        remember_end(&mut self.left_rooms, &mut self.timelines, room_id);
    }

    /// Whether the room had been left. It is not any more.
    pub(super) fn return_to_room(&mut self, room_id: &RoomId) -> bool {
        let before = self.left_rooms.len();
        self.left_rooms.retain(|left| left != room_id);
        self.left_rooms.len() < before
    }

    pub(super) fn has_ended(&self, room_id: &RoomId) -> bool {
        self.closed_rooms.contains(room_id) || self.left_rooms.contains(room_id)
    }

    pub(super) fn handle_message(&mut self, room_id: &RoomId, message: Message) {
        if self.is_behind() || self.is_full() {
            let is_known = self.timelines.get(room_id).is_some_and(|timeline| timeline.knows(&message.id));
            if !is_known {
                self.fall_behind();
                return;
            }
        }
        let is_close = message.message_type == Some(MessageType::LivechatClose);
        if self.emit(room_id, message, false) == News::New && is_close {
            self.close_room(room_id.clone());
        }
    }

    /// Tells of what was left out of an event.
    pub(super) fn handle_omitted(&mut self, event: &StreamEvent, omitted: Vec<Omission>) {
        if omitted.is_empty() {
            return;
        }
        let (room_id, message_id) = match event {
            StreamEvent::RoomMessage { message, room, .. } => {
                (self.scope.room_of(message.room_id.as_ref(), room.as_ref()), Some(&message.id))
            }
            StreamEvent::LivechatRoom { room_id, .. } => (Some(room_id.clone()), None),
            _ => (None, None),
        };
        if let Some(room_id) = room_id {
            self.handle_parts(&room_id, message_id, omitted);
        }
    }

    fn handle_parts(&mut self, room_id: &RoomId, message_id: Option<&MessageId>, omitted: Vec<Omission>) {
        for omission in omitted {
            self.handle_unreadable(room_id.clone(), Unreadable::part(message_id, omission));
        }
    }

    pub(super) fn handle_unreadable(&mut self, room_id: RoomId, unreadable: Unreadable) {
        if self.is_behind() || self.is_full() {
            // The history has it too.
            self.fall_behind();
        } else {
            self.emit_unreadable(room_id, unreadable);
        }
    }

    /// Tells the reader once of a message that cannot be read.
    fn emit_unreadable(&mut self, room_id: RoomId, unreadable: Unreadable) {
        if self.unreadable.len() >= UNREADABLE {
            self.unreadable.clear();
        }
        if self.unreadable.insert(unreadable.key) {
            self.outbox.push_back(unreadable.into_event(room_id));
        }
    }

    pub(super) fn handle_deleted(&mut self, room_id: RoomId, message_id: MessageId) {
        if let Some(timeline) = self.timelines.get_mut(&room_id)
            && timeline.delete(&message_id)
        {
            self.outbox.push_back(ChatEvent::MessageDeleted { room_id, message_id });
        }
    }

    pub(super) fn handle_typing(&mut self, room_id: RoomId, name: String, activities: &[String]) {
        let is_typing = activities.iter().any(|activity| activity == USER_TYPING);
        if self.scope.is_own_name(&name) || (is_typing && self.is_full()) {
            return;
        }
        let typer = (room_id, name);
        let is_news = match is_typing {
            // More people than this do not type in one room, whatever the server sends.
            true => self.typers.len() < CAPACITY && self.typers.insert(typer.clone()),
            false => self.typers.remove(&typer),
        };
        if is_news {
            let (room_id, name) = typer;
            self.outbox.push_back(ChatEvent::Typing { room_id, name, is_typing });
        }
    }

    pub(super) fn set_agent(&mut self, agent: Option<AgentInfo>) {
        if self.is_full() {
            self.fall_behind();
            return;
        }
        let event = match (&self.agent, &agent) {
            (None, None) => return,
            (None, Some(agent)) => ChatEvent::AgentJoined(Box::new(agent.clone())),
            (Some(_), None) => ChatEvent::AgentLeft,
            (Some(before), Some(now)) if before == now => return,
            (Some(before), Some(now)) => {
                let with_status = AgentInfo { status: now.status.clone(), ..before.clone() };
                match &now.status {
                    Some(status) if with_status == *now => ChatEvent::AgentStatus(status.clone()),
                    _ => ChatEvent::AgentChanged(Box::new(now.clone())),
                }
            }
        };
        if agent.is_some() {
            self.queue = None;
        }
        self.agent = agent;
        self.outbox.push_back(event);
    }

    pub(super) fn set_queue(&mut self, queue: QueueInfo) {
        if self.is_full() {
            self.fall_behind();
        } else if self.queue.as_ref() != Some(&queue) {
            self.queue = Some(queue.clone());
            self.outbox.push_back(ChatEvent::QueuePosition(queue));
        }
    }
}

/// Remembers a room that is over for the reader, and forgets the oldest one of too many.
fn remember_end(ended: &mut VecDeque<RoomId>, timelines: &mut BTreeMap<RoomId, Timeline>, room_id: RoomId) {
    ended.push_back(room_id);
    if ended.len() > ENDED
        && let Some(oldest) = ended.pop_front()
    {
        timelines.remove(&oldest);
    }
}
