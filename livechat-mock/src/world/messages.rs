//! The messages, found by id and by room.

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
        let Some(message) = self.table.get(slot) else { return };
        if let Some(room) = &message.room_id {
            self.by_room.add(room.as_str(), message.ts, slot);
            if message.kind == Some(MessageType::NavigationHistory) {
                self.page_visits_by_room.add(room.as_str(), message.ts, slot);
            }
        } else if let Some(token) = message.navigation.as_ref().and_then(|navigation| navigation.token.as_ref()) {
            self.roomless_by_token.add(token.expose(), message.ts, slot);
        }
    }

    /// Changes a message, apart from what it is found by: id, room, time and kind.
    pub(crate) fn update<R>(&mut self, id: &str, change: impl FnOnce(&mut Message) -> R) -> Option<R> {
        let slot = self.table.find(id)?;
        let message = self.table.get_mut(slot)?;
        let keys = (message.id.clone(), message.room_id.clone(), message.ts, message.kind.clone());
        let result = change(message);
        (message.id, message.room_id, message.ts, message.kind) = keys;
        Some(result)
    }

    pub(crate) fn remove(&mut self, id: &str) -> Option<Message> {
        let (slot, message) = self.table.remove(id)?;
        if let Some(room) = &message.room_id {
            self.by_room.remove(room.as_str(), message.ts, slot);
            self.page_visits_by_room.remove(room.as_str(), message.ts, slot);
        } else if let Some(token) = message.navigation.as_ref().and_then(|navigation| navigation.token.as_ref()) {
            self.roomless_by_token.remove(token.expose(), message.ts, slot);
        }
        Some(message)
    }

    /// Removes all messages of a room.
    pub(crate) fn remove_room(&mut self, room: &str) {
        self.page_visits_by_room.take(room);
        for (_, slot) in self.by_room.take(room) {
            if let Some(id) = self.table.get(slot).map(|message| message.id.clone()) {
                self.table.remove(id.as_str());
            }
        }
    }

    /// Gives the page visits of a token that belong to no room, and are not forgotten yet, to a room. They stay as they
    /// are otherwise.
    pub(crate) fn move_into_room(&mut self, token: &str, room: &RoomId, now: Timestamp) {
        for (_, slot) in self.roomless_by_token.take(token) {
            let Some(message) = self.table.get_mut(slot) else { continue };
            if message.expire_at.is_none_or(|at| at > now) {
                message.room_id = Some(room.clone());
                self.index(slot);
            }
        }
    }

    pub(crate) fn by_id(&self, id: &str) -> Option<&Message> {
        self.table.by_id(id)
    }

    pub(crate) fn get(&self, slot: Slot) -> Option<&Message> {
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
