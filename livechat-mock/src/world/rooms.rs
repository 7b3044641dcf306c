//! The rooms, found by id, by visitor, by contact and by visitor's token.

use livechat_sdk::{ContactId, Timestamp, model::Room};

use super::table::{Index, Slot, Table, Timelines};

#[derive(Clone, Debug, Default)]
pub(crate) struct Rooms {
    table: Table<Room>,
    by_visitor: Timelines,
    by_contact: Timelines,
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
    pub(crate) fn update<R>(&mut self, slot: Slot, change: impl FnOnce(&mut Room) -> R) -> Option<R> {
        self.unindex(slot);
        let room = self.table.get_mut(slot)?;
        let id = room.id.clone();
        let result = change(room);
        room.id = id;
        self.index(slot);
        Some(result)
    }

    pub(crate) fn remove(&mut self, id: &str) -> Option<Room> {
        self.unindex(self.table.find(id)?);
        self.table.remove(id).map(|(_, room)| room)
    }

    fn index(&mut self, slot: Slot) {
        let Some(room) = self.table.get(slot) else { return };
        self.by_visitor.add(room.visitor.id.as_str(), room.ts, slot);
        if let Some(contact) = contact_of(room) {
            self.by_contact.add(contact.as_str(), room.ts, slot);
        }
        if let Some(token) = room.visitor.token.as_ref().filter(|_| room.is_open()) {
            self.open_by_token.add(token.expose(), slot);
        }
    }

    fn unindex(&mut self, slot: Slot) {
        let Some(room) = self.table.get(slot) else { return };
        self.by_visitor.remove(room.visitor.id.as_str(), room.ts, slot);
        if let Some(contact) = contact_of(room) {
            self.by_contact.remove(contact.as_str(), room.ts, slot);
        }
        if let Some(token) = &room.visitor.token {
            self.open_by_token.remove(token.expose(), slot);
        }
    }

    pub(crate) fn get(&self, slot: Slot) -> Option<&Room> {
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

    /// A contact's rooms, the oldest first.
    pub(crate) fn of_contact(&self, contact: &str) -> &[(Timestamp, Slot)] {
        self.by_contact.of(contact)
    }

    /// The open rooms of a visitor's token.
    pub(crate) fn open_of_token(&self, token: &str) -> &[Slot] {
        self.open_by_token.all(token)
    }

    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &Room> {
        self.table.iter()
    }

    pub(crate) fn len(&self) -> usize {
        self.table.len()
    }
}

/// The contact for whom a room was opened. Older servers have it in the copy of the visitor.
fn contact_of(room: &Room) -> Option<&ContactId> {
    room.contact_id.as_ref().or(room.visitor.contact_id.as_ref())
}
