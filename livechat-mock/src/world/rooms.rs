//! The rooms, found by id, by visitor, by contact and by visitor's token, and filtered.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use livechat_sdk::{
    ContactId, RoomId, Timestamp, UserId, VisitorId, VisitorToken,
    model::{InquiryStatus, Message, Room},
};

use super::{
    Change, World, api_source,
    ledger::{Facts, Ledger},
    messages::is_ordinary,
    outbox::Outbox,
    roster::{RoomFilter, Roster},
    table::{Index, Record, Slot, Table, Timelines},
};

impl Record for Room {
    type Id = RoomId;

    fn id(&self) -> &RoomId {
        &self.id
    }

    fn id_mut(&mut self) -> &mut RoomId {
        &mut self.id
    }

    fn changed(&self, id: RoomId) -> Option<Change> {
        Some(Change::Room(id))
    }

    fn removed(&self) -> Option<Change> {
        Some(Change::RoomDeleted(self.id.clone()))
    }
}

/// How many of the rooms that were removed are told, so that a world does not grow by them.
const MOST_REMOVED: usize = 1000;

#[derive(Clone, Debug, Default)]
pub(crate) struct Rooms {
    table: Table<Room>,
    by_visitor: Timelines,
    by_contact: Timelines,
    open_by_token: Index,
    by_closing: BTreeSet<(Timestamp, Slot)>,
    roster: Roster,
    ledger: Ledger,
    /// The last that were removed, in order.
    removed: VecDeque<(RoomId, Timestamp)>,
}

/// What a room is found by.
struct Keys {
    visitor: Option<VisitorId>,
    contact: Option<ContactId>,
    opened: Timestamp,
    /// The visitor's token, while the room is open.
    token: Option<VisitorToken>,
    closed: Option<Timestamp>,
}

impl Keys {
    fn of(room: &Room) -> Self {
        Self {
            visitor: room.visitor.id.clone(),
            contact: contact_of(room).cloned(),
            opened: room.created_at,
            token: open_token(room).cloned(),
            closed: room.closed_at,
        }
    }

    fn visitor(&self) -> &str {
        self.visitor.as_ref().map_or("", VisitorId::as_str)
    }

    fn are_of(&self, room: &Room) -> bool {
        self.visitor == room.visitor.id
            && self.contact.as_ref() == contact_of(room)
            && self.opened == room.created_at
            && self.token.as_ref() == open_token(room)
            && self.closed == room.closed_at
    }
}

fn open_token(room: &Room) -> Option<&VisitorToken> {
    room.visitor.token.as_ref().filter(|_| room.is_open())
}

impl Rooms {
    /// Adds a room, or replaces the one with the same id.
    pub(super) fn put(&mut self, room: Room, outbox: &mut Outbox) {
        let keys = Keys::of(&room);
        let (slot, replaced) = self.table.put(room, outbox);
        if let Some(replaced) = replaced {
            self.unindex(&Keys::of(&replaced), slot);
        }
        self.index(&keys, slot);
        self.roll(slot);
    }

    /// Changes a room, apart from its id.
    fn modify<R>(&mut self, id: &str, outbox: &mut Outbox, change: impl FnOnce(&mut Room) -> R) -> Option<R> {
        let slot = self.table.find(id)?;
        let before = Keys::of(self.table.get(slot)?);
        let result = self.table.modify(slot, outbox, change)?;
        let room = self.table.get(slot)?;
        if !before.are_of(room) {
            let after = Keys::of(room);
            self.unindex(&before, slot);
            self.index(&after, slot);
        }
        self.roll(slot);
        Some(result)
    }

    pub(super) fn remove(&mut self, id: &str, now: Timestamp, outbox: &mut Outbox) -> Option<Room> {
        let (slot, room) = self.table.remove(id, outbox)?;
        if self.removed.len() >= MOST_REMOVED {
            self.removed.pop_front();
        }
        self.removed.push_back((room.id.clone(), now));
        self.unindex(&Keys::of(&room), slot);
        self.roster.remove(slot);
        self.ledger.note(slot);
        Some(room)
    }

    /// The last rooms that were removed, and when.
    pub(super) fn removed(&self) -> impl Iterator<Item = &(RoomId, Timestamp)> {
        self.removed.iter()
    }

    pub(super) fn set_removed(&mut self, removed: Vec<(RoomId, Timestamp)>) {
        self.removed = removed.into();
    }

    /// The rooms that were removed after this time, and when.
    pub(crate) fn removed_since(&self, since: Timestamp) -> impl Iterator<Item = &(RoomId, Timestamp)> {
        self.removed.iter().filter(move |(_, at)| *at > since)
    }

    /// Writes down what figures are made from.
    pub(super) fn write_ledger(&mut self) {
        let table = &self.table;
        self.ledger.write(|slot| table.get(slot));
    }

    fn roll(&mut self, slot: Slot) {
        self.ledger.note(slot);
        if let Some(room) = self.table.get(slot) {
            self.roster.put(slot, room);
        }
    }

    fn index(&mut self, keys: &Keys, slot: Slot) {
        self.by_closing.extend(keys.closed.map(|closed| (closed, slot)));
        self.by_visitor.add(keys.visitor(), keys.opened, slot);
        if let Some(contact) = &keys.contact {
            self.by_contact.add(contact.as_str(), keys.opened, slot);
        }
        if let Some(token) = &keys.token {
            self.open_by_token.add(token.expose(), slot);
        }
    }

    fn unindex(&mut self, keys: &Keys, slot: Slot) {
        if let Some(closed) = keys.closed {
            self.by_closing.remove(&(closed, slot));
        }
        self.by_visitor.remove(keys.visitor(), keys.opened, slot);
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

    /// The closed rooms, the last that was closed first.
    pub(crate) fn last_closed(&self) -> impl Iterator<Item = &Room> {
        self.by_closing.iter().rev().filter_map(|(_, slot)| self.get(*slot))
    }

    /// The rooms that a filter lets pass, the oldest first.
    pub(crate) fn matching(&self, filter: &RoomFilter<'_>) -> Vec<(Timestamp, Slot)> {
        self.roster.matching(filter)
    }

    /// What figures are made from, as of when the world was last told the time.
    pub(crate) fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// What figures are made from: the room with this id.
    pub(crate) fn facts(&self, id: &str) -> Option<&Facts> {
        self.ledger.of(self.table.find(id)?)
    }

    /// Counts a message in its room, if somebody wrote it: one that is added, or that is gone.
    pub(super) fn count_written(&mut self, message: &Message, is_added: bool) {
        let room = message.room_id.as_ref().filter(|_| is_ordinary(message));
        if let Some(slot) = room.and_then(|room| self.table.find(room.as_str())) {
            self.ledger.count_message(slot, is_added);
        }
    }

    pub(crate) fn find(&self, id: &str) -> Option<Slot> {
        self.table.find(id)
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

/// Rooms.
impl World {
    /// All rooms, the oldest first.
    pub fn rooms(&self) -> impl DoubleEndedIterator<Item = &Room> {
        self.rooms.iter()
    }

    /// The room with this id.
    #[must_use]
    pub fn room(&self, id: impl AsRef<str>) -> Option<&Room> {
        self.rooms.by_id(id.as_ref())
    }

    /// A visitor's rooms, the oldest first.
    pub(crate) fn rooms_of_visitor(&self, visitor: &VisitorId) -> Vec<RoomId> {
        let slots = self.rooms.of_visitor(visitor.as_str()).iter();
        slots.filter_map(|(_, slot)| self.rooms.get(*slot)).map(|room| room.id.clone()).collect()
    }

    /// Adds a room as it is, or replaces the one with the same id. If its id is empty, one is drawn.
    pub fn add_room(&mut self, mut room: Room) -> RoomId {
        if room.id.as_str().is_empty() {
            room.id = self.ids.short().into();
        }
        let id = room.id.clone();
        let is_new = self.rooms.find(id.as_str()).is_none();
        self.rooms.put(room, &mut self.outbox);
        if is_new {
            // Its messages may have been there before it.
            for (_, slot) in self.messages.of_room(id.as_str()) {
                if let Some(message) = self.messages.get(*slot) {
                    self.rooms.count_written(message, true);
                }
            }
        }
        id
    }

    /// Changes a room, apart from the id; `None` if there is no such room.
    pub fn modify_room<R>(&mut self, id: impl AsRef<str>, change: impl FnOnce(&mut Room) -> R) -> Option<R> {
        self.rooms.modify(id.as_ref(), &mut self.outbox, change)
    }

    /// The same at a time that the room keeps as that of its last change.
    pub(crate) fn modify_room_at<R>(
        &mut self,
        id: impl AsRef<str>,
        now: Timestamp,
        change: impl FnOnce(&mut Room) -> R,
    ) -> Option<R> {
        self.modify_room(id, |room| {
            room.updated_at = Some(now);
            change(room)
        })
    }

    /// Opens a room for a visitor, in the queue of the visitor's department; `None` if there is no such visitor.
    ///
    /// It does not matter whether an agent is online. The room's contact is found, or made from the visitor. The page visits of the visitor that belong to no room are moved into
    /// this one.
    pub fn open_room(&mut self, visitor: impl Into<VisitorId>, now: Timestamp) -> Option<RoomId> {
        let visitor = visitor.into();
        let department = self.visitor(&visitor)?.department.clone();
        self.add_conversation(&visitor, api_source(), department.as_ref(), InquiryStatus::Queued, now)
    }

    /// Assigns an open room to an agent, as if the agent had taken it from the queue.
    pub fn serve_room(&mut self, room: impl Into<RoomId>, agent: impl Into<UserId>, now: Timestamp) {
        let room = room.into();
        if self.room(&room).is_some_and(|room| room.is_open() && room.served_by.is_none()) {
            self.give_to(&room, &agent.into(), now);
        }
    }
}

/// The contact for whom a room was opened. Older servers have it in the copy of the visitor.
fn contact_of(room: &Room) -> Option<&ContactId> {
    room.contact_id.as_ref().or(room.visitor.contact_id.as_ref())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_room_is_found_by_what_it_has_now() {
        let at = Timestamp::from_millis;
        let mut world = World::builder().room("a", at(1), |room| room).build();
        let id = world.rooms().next().unwrap().id.clone();
        world.modify_room(&id, |room| room.visitor.id = Some("another".into()));
        assert_eq!(world.rooms.of_visitor("another").len(), 1);
        world.modify_room(&id, |room| room.contact_id = Some("another".into()));
        assert_eq!(world.rooms.of_contact("another").len(), 1);
        world.modify_room(&id, |room| room.visitor.token = Some("another".into()));
        assert_eq!(world.rooms.open_of_token("another").len(), 1);
        world.modify_room(&id, |room| room.created_at = at(2));
        assert_eq!(world.rooms.of_visitor("another").iter().next().unwrap().0, at(2));
        world.modify_room(&id, |room| room.closed_at = Some(at(3)));
        assert_eq!(world.rooms.last_closed().count(), 1);
    }

    #[test]
    fn a_room_that_is_replaced_counts_its_messages_once() {
        let now = Timestamp::from_millis(0);
        let mut world = World::builder().agent("eve").room("a", now, |room| room.agent("eve")).build();
        let room = world.rooms().next().unwrap().clone();
        let eve = world.users.by_username("eve").unwrap().user.id.clone();
        world.add_agent_message(&room.id, &eve, "Hello", now).unwrap();
        let count = |world: &mut World| {
            world.advance(now);
            world.rooms.facts(room.id.as_str()).unwrap().messages
        };
        assert_eq!(count(&mut world), 1);
        world.add_room(room.clone());
        assert_eq!(count(&mut world), 1);
    }

    #[test]
    fn who_serves_a_room_keeps_it() {
        let now = Timestamp::from_millis(0);
        let mut world = World::builder().agent("eve").room("a", now, |room| room.agent("bob")).build();
        let room = world.rooms().next().unwrap().clone();
        let eve = world.users.by_username("eve").unwrap().user.id.clone();
        world.serve_room(&room.id, eve, now);
        assert_eq!(world.room(&room.id).unwrap().served_by, room.served_by);
    }
}
