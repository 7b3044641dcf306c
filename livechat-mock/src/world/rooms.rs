//! The rooms, found by id, by visitor and by visitor's token.

use livechat_sdk::{Timestamp, model::Room};

use super::table::{Index, Slot, Table, Timelines};

#[derive(Clone, Debug, Default)]
pub(crate) struct Rooms {
    table: Table<Room>,
    by_visitor: Timelines,
    open_by_token: Index,
}

impl Rooms {
    pub(crate) fn add(&mut self, room: Room) -> Slot {
        let id = room.id.clone();
        let slot = self.table.push(id.as_str(), room);
        self.index(slot);
        slot
    }

    /// Changes a room. The id stays as it is.
    pub(crate) fn update<R>(&mut self, slot: Slot, change: impl FnOnce(&mut Room) -> R) -> R {
        let room = self.table.get(slot);
        let id = room.id.clone();
        self.by_visitor.remove(room.visitor.id.as_str(), room.ts, slot);
        if let Some(token) = &room.visitor.token {
            self.open_by_token.remove(token.expose(), slot);
        }
        let room = self.table.get_mut(slot);
        let result = change(room);
        room.id = id;
        self.index(slot);
        result
    }

    fn index(&mut self, slot: Slot) {
        let room = self.table.get(slot);
        self.by_visitor.add(room.visitor.id.as_str(), room.ts, slot);
        if let Some(token) = room.visitor.token.as_ref().filter(|_| room.is_open()) {
            self.open_by_token.add(token.expose(), slot);
        }
    }

    pub(crate) fn get(&self, slot: Slot) -> &Room {
        self.table.get(slot)
    }

    pub(crate) fn find(&self, id: &str) -> Option<Slot> {
        self.table.find(id)
    }

    pub(crate) fn by_id(&self, id: &str) -> Option<&Room> {
        self.table.by_id(id)
    }

    /// A visitor's rooms, the oldest first.
    pub(crate) fn of_visitor(&self, visitor: &str) -> &[(Timestamp, Slot)] {
        self.by_visitor.of(visitor)
    }

    /// The open rooms of a visitor's token.
    pub(crate) fn open_of_token(&self, token: &str) -> &[Slot] {
        self.open_by_token.all(token)
    }

    pub(crate) fn iter(&self) -> impl ExactSizeIterator<Item = &Room> {
        self.table.iter()
    }
}
