//! The messages, found by room.

use livechat_sdk::{
    RoomId, Timestamp,
    model::{Message, MessageType},
};

use super::table::{Slot, Table, Timelines};

#[derive(Clone, Debug, Default)]
pub(crate) struct Messages {
    table: Table<Message>,
    by_room: Timelines,
    page_visits_by_room: Timelines,
    /// Page visits that belong to no room yet, by the visitor's token.
    roomless_by_token: Timelines,
}

impl Messages {
    pub(crate) fn add(&mut self, message: Message) -> Slot {
        let id = message.id.clone();
        let slot = self.table.push(id.as_str(), message);
        self.index(slot);
        slot
    }

    fn index(&mut self, slot: Slot) {
        let message = self.table.get(slot);
        let is_page_visit = message.kind == Some(MessageType::NavigationHistory);
        if let Some(room) = &message.room_id {
            self.by_room.add(room.as_str(), message.ts, slot);
            if is_page_visit {
                self.page_visits_by_room.add(room.as_str(), message.ts, slot);
            }
        } else if let Some(token) = message.navigation.as_ref().and_then(|navigation| navigation.token.as_ref()) {
            self.roomless_by_token.add(token.expose(), message.ts, slot);
        }
    }

    /// Gives the page visits of a token that belong to no room, and are not forgotten yet, to a room. They stay as they
    /// are otherwise.
    pub(crate) fn move_into_room(&mut self, token: &str, room: &RoomId, now: Timestamp) {
        for (_, slot) in self.roomless_by_token.take(token) {
            let message = self.table.get_mut(slot);
            if message.expire_at.is_none_or(|at| at > now) {
                message.room_id = Some(room.clone());
                self.index(slot);
            }
        }
    }

    pub(crate) fn get(&self, slot: Slot) -> &Message {
        self.table.get(slot)
    }

    /// A room's messages, the oldest first.
    pub(crate) fn of_room(&self, room: &str) -> &[(Timestamp, Slot)] {
        self.by_room.of(room)
    }

    /// The page visits among a room's messages, the oldest first.
    pub(crate) fn page_visits_of_room(&self, room: &str) -> &[(Timestamp, Slot)] {
        self.page_visits_by_room.of(room)
    }

    /// The page visits of a token that belong to no room, the oldest first.
    pub(crate) fn roomless_of_token(&self, token: &str) -> &[(Timestamp, Slot)] {
        self.roomless_by_token.of(token)
    }
}
