//! The rooms, found by id, by visitor, by contact and by visitor's token, and filtered.

use std::collections::BTreeMap;

use livechat_sdk::{ContactId, Timestamp, VisitorId, VisitorToken, model::Room};

use super::{
    roster::{RoomFilter, Roster},
    table::{Index, Slot, Table, Timelines},
};

#[derive(Clone, Debug, Default)]
pub(crate) struct Rooms {
    table: Table<Room>,
    by_visitor: Timelines,
    by_contact: Timelines,
    open_by_token: Index,
    roster: Roster,
}

/// What a room is found by.
struct Keys {
    visitor: VisitorId,
    contact: Option<ContactId>,
    opened: Timestamp,
    /// The visitor's token, while the room is open.
    token: Option<VisitorToken>,
}

impl Keys {
    fn of(room: &Room) -> Self {
        Self {
            visitor: room.visitor.id.clone(),
            contact: contact_of(room).cloned(),
            opened: room.created_at,
            token: open_token(room).cloned(),
        }
    }

    fn are_of(&self, room: &Room) -> bool {
        self.visitor == room.visitor.id
            && self.contact.as_ref() == contact_of(room)
            && self.opened == room.created_at
            && self.token.as_ref() == open_token(room)
    }
}

fn open_token(room: &Room) -> Option<&VisitorToken> {
    room.visitor.token.as_ref().filter(|_| room.is_open())
}

impl Rooms {
    pub(crate) fn add(&mut self, room: Room) -> Slot {
        let keys = Keys::of(&room);
        let id = room.id.clone();
        let slot = self.table.push(id.as_str(), room);
        self.index(&keys, slot);
        self.roll(slot);
        slot
    }

    /// Changes a room. The id stays as it is.
    pub(crate) fn update<R>(&mut self, slot: Slot, change: impl FnOnce(&mut Room) -> R) -> Option<R> {
        let room = self.table.get_mut(slot)?;
        let (id, before) = (room.id.clone(), Keys::of(room));
        let result = change(room);
        room.id = id;
        if !before.are_of(room) {
            let after = Keys::of(room);
            self.unindex(&before, slot);
            self.index(&after, slot);
        }
        self.roll(slot);
        Some(result)
    }

    pub(crate) fn remove(&mut self, id: &str) -> Option<Room> {
        let (slot, room) = self.table.remove(id)?;
        self.unindex(&Keys::of(&room), slot);
        self.roster.remove(slot);
        Some(room)
    }

    fn roll(&mut self, slot: Slot) {
        if let Some(room) = self.table.get(slot) {
            self.roster.put(slot, room);
        }
    }

    fn index(&mut self, keys: &Keys, slot: Slot) {
        self.by_visitor.add(keys.visitor.as_str(), keys.opened, slot);
        if let Some(contact) = &keys.contact {
            self.by_contact.add(contact.as_str(), keys.opened, slot);
        }
        if let Some(token) = &keys.token {
            self.open_by_token.add(token.expose(), slot);
        }
    }

    fn unindex(&mut self, keys: &Keys, slot: Slot) {
        self.by_visitor.remove(keys.visitor.as_str(), keys.opened, slot);
        if let Some(contact) = &keys.contact {
            self.by_contact.remove(contact.as_str(), keys.opened, slot);
        }
        if let Some(token) = &keys.token {
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

    /// The open room of a visitor's token; of several, the first.
    pub(crate) fn first_open_of_token(&self, token: &str) -> Option<&Room> {
        self.open_of_token(token).first().and_then(|slot| self.get(*slot))
    }

    /// A contact's rooms, the oldest first.
    pub(crate) fn of_contact(&self, contact: &str) -> &[(Timestamp, Slot)] {
        self.by_contact.of(contact)
    }

    /// The open rooms of a visitor's token.
    pub(crate) fn open_of_token(&self, token: &str) -> &[Slot] {
        self.open_by_token.all(token)
    }

    /// The rooms that a filter lets pass, the oldest first.
    pub(crate) fn matching(&self, filter: &RoomFilter<'_>) -> Vec<(Timestamp, Slot)> {
        self.roster.matching(filter)
    }

    /// How many open rooms each agent serves for each department.
    pub(crate) fn served(&self) -> BTreeMap<(&str, Option<&str>), u64> {
        self.roster.served()
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
