//! What the reader is told, given what the reader knows.

use std::collections::HashMap;

use super::{CAPACITY, CLOSED, Feed};
use crate::{
    ddp::{QueueInfo, USER_TYPING},
    id::{MessageId, RoomId},
    model::{AgentInfo, Message, MessageType},
    realtime::{
        event::ChatEvent,
        recovery::{History, Standing},
        scope::Scope,
        timeline::{News, Timeline, newer},
    },
};

impl Feed {
    /// How things stand. What is known of the agent may be newer.
    pub(super) fn stands(&mut self, standing: Standing, agent_is_known: bool) {
        if let (Scope::Visitor { username, .. }, Some(known)) = (&mut self.scope, standing.username) {
            *username = Some(known);
        }
        if !agent_is_known && standing.is_open {
            self.serves(standing.agent);
            if let Some(queue) = standing.queue {
                self.waits(queue);
            }
        }
    }

    /// Tells what of a room's history, and of what happened since, is new.
    pub(super) fn merge(&mut self, room_id: &RoomId, history: History) {
        let timeline = self.timelines.entry(room_id.clone()).or_insert_with(|| Timeline::new(self.since));
        let oldest = history.messages.iter().map(|message| message.created_at).min();
        let since = if history.is_whole { None } else { oldest };
        for message_id in timeline.missing(since, &history.ids()) {
            timeline.delete(&message_id);
            self.outbox.push_back(ChatEvent::MessageDeleted { room_id: room_id.clone(), message_id });
        }
        let mut messages: Vec<_> = history.messages.into_iter().rev().map(|message| (message, true)).collect();
        if let Some(recovery) = &mut self.recovery {
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
            let news = self.tell(room_id, message, from_history);
            is_closed |= is_close && (news == News::New || self.scope.room_id().is_some());
        }
        if is_closed {
            self.close(room_id.clone());
        }
    }

    pub(super) fn tell(&mut self, room_id: &RoomId, message: Message, from_history: bool) -> News {
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
            News::Changed => self.changed(message),
            News::Nothing => {}
        }
        news
    }

    /// Tells that a message changed; a reader who is slow need not see every change.
    fn changed(&mut self, message: Message) {
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

    pub(super) fn close(&mut self, room_id: RoomId) {
        self.outbox.push_back(ChatEvent::Closed { room_id: room_id.clone() });
        if self.scope.room_id().is_some() {
            return self.end();
        }
        self.closed_rooms.push_back(room_id);
        if self.closed_rooms.len() > CLOSED
            && let Some(oldest) = self.closed_rooms.pop_front()
        {
            self.timelines.remove(&oldest);
        }
    }

    pub(super) fn message(&mut self, room_id: &RoomId, message: Message) {
        if self.is_behind || self.is_full() {
            let is_known = self.timelines.get(room_id).is_some_and(|timeline| timeline.knows(&message.id));
            if !is_known {
                self.is_behind = true;
                return;
            }
        }
        let is_close = message.message_type == Some(MessageType::LivechatClose);
        if self.tell(room_id, message, false) == News::New && is_close {
            self.close(room_id.clone());
        }
    }

    pub(super) fn deleted(&mut self, room_id: RoomId, message_id: MessageId) {
        if let Some(timeline) = self.timelines.get_mut(&room_id)
            && timeline.delete(&message_id)
        {
            self.outbox.push_back(ChatEvent::MessageDeleted { room_id, message_id });
        }
    }

    pub(super) fn types(&mut self, room_id: RoomId, name: String, activities: &[String]) {
        let is_typing = activities.iter().any(|activity| activity == USER_TYPING);
        if self.scope.is_own_name(&name) || (is_typing && self.is_full()) {
            return;
        }
        let typer = (room_id, name);
        let is_news = match is_typing {
            // Whoever types is shown; that so many do in one room is made up.
            true => self.typers.len() < CAPACITY && self.typers.insert(typer.clone()),
            false => self.typers.remove(&typer),
        };
        if is_news {
            let (room_id, name) = typer;
            self.outbox.push_back(ChatEvent::Typing { room_id, name, is_typing });
        }
    }

    /// This agent serves the conversation now.
    pub(super) fn serves(&mut self, agent: Option<AgentInfo>) {
        if self.is_full() {
            self.is_behind = true;
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

    pub(super) fn waits(&mut self, queue: QueueInfo) {
        if self.is_full() {
            self.is_behind = true;
        } else if self.queue.as_ref() != Some(&queue) {
            self.queue = Some(queue.clone());
            self.outbox.push_back(ChatEvent::QueuePosition(queue));
        }
    }
}
