//! The messages, found by id and by room.

use std::{collections::BTreeSet, sync::Arc};

use livechat_sdk::{
    MessageId, RoomId, Timestamp, UserId, VisitorToken,
    model::{Message, MessageAuthor, MessageType, Navigation, PageInfo, Room},
};

use super::{
    BOT, Change, Told, World,
    outbox::Outbox,
    table::{Record, Slot, Table, Timelines},
};
use crate::ServerVersion;

/// How long a page visit that belongs to no room is kept: 30 days, in milliseconds.
const ROOMLESS_FOR: i64 = 2_592_000_000;

impl Record for Message {
    type Id = MessageId;

    fn id(&self) -> &MessageId {
        &self.id
    }

    fn id_mut(&mut self) -> &mut MessageId {
        &mut self.id
    }

    /// Only page visits that belonged to no room expire, also after they were moved into one.
    fn changed(&self, message: MessageId) -> Option<Change> {
        Some(match &self.room_id {
            Some(room) if self.expire_at.is_none() => Change::Message { room: room.clone(), message },
            _ => Change::PageVisit(message),
        })
    }

    fn removed(&self) -> Option<Change> {
        let message = self.id.clone();
        Some(match &self.room_id {
            Some(room) => Change::MessageDeleted { room: room.clone(), message },
            None => Change::PageVisit(message),
        })
    }
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Messages {
    table: Table<Message>,
    by_room: Timelines,
    /// Those that are not hidden, so that a page far back is found as fast as the newest one.
    shown_by_room: Timelines,
    page_visits_by_room: Timelines,
    /// Those about transfers, by time.
    transfers: BTreeSet<(Timestamp, Slot)>,
    /// Page visits that belong to no room yet, by the visitor's token.
    roomless_by_token: Timelines,
}

impl Messages {
    /// Adds a message, or replaces the one with the same id; says too whether there was none.
    pub(super) fn put(&mut self, message: Message, outbox: &mut Outbox) -> (Slot, bool) {
        let (slot, replaced) = self.table.put(message, outbox);
        if let Some(replaced) = &replaced {
            self.unindex(replaced, slot);
        }
        self.index(slot);
        (slot, replaced.is_none())
    }

    fn index(&mut self, slot: Slot) {
        let Some(message) = self.table.get(slot) else { return };
        if let Some(room) = &message.room_id {
            self.by_room.add(room.as_str(), message.created_at, slot);
            if message.hidden != Some(true) {
                self.shown_by_room.add(room.as_str(), message.created_at, slot);
            }
            if message.message_type == Some(MessageType::NavigationHistory) {
                self.page_visits_by_room.add(room.as_str(), message.created_at, slot);
            }
            if message.message_type == Some(MessageType::TransferHistory) {
                self.transfers.insert((message.created_at, slot));
            }
        } else if let Some(token) = message.navigation.as_ref().and_then(|navigation| navigation.token.as_ref()) {
            self.roomless_by_token.add(token.expose(), message.created_at, slot);
        }
    }

    /// Changes a message, apart from what it is found by: id, room, time, kind and whether it is hidden.
    fn modify<R>(&mut self, id: &str, outbox: &mut Outbox, change: impl FnOnce(&mut Message) -> R) -> Option<R> {
        let slot = self.table.find(id)?;
        self.table.modify(slot, outbox, |message| {
            let keys = (message.room_id.clone(), message.created_at, message.message_type.clone(), message.hidden);
            let result = change(message);
            (message.room_id, message.created_at, message.message_type, message.hidden) = keys;
            result
        })
    }

    fn remove(&mut self, id: &str, outbox: &mut Outbox) -> Option<Message> {
        let (slot, message) = self.table.remove(id, outbox)?;
        self.unindex(&message, slot);
        Some(message)
    }

    fn unindex(&mut self, message: &Message, slot: Slot) {
        if let Some(room) = &message.room_id {
            self.by_room.remove(room.as_str(), message.created_at, slot);
            self.shown_by_room.remove(room.as_str(), message.created_at, slot);
            self.page_visits_by_room.remove(room.as_str(), message.created_at, slot);
            self.transfers.remove(&(message.created_at, slot));
        } else if let Some(token) = message.navigation.as_ref().and_then(|navigation| navigation.token.as_ref()) {
            self.roomless_by_token.remove(token.expose(), message.created_at, slot);
        }
    }

    /// Removes all messages of a room that is removed.
    pub(super) fn remove_room(&mut self, room: &str) {
        self.page_visits_by_room.take(room);
        self.shown_by_room.take(room);
        for (created_at, slot) in self.by_room.take(room) {
            self.transfers.remove(&(created_at, slot));
            if let Some(id) = self.table.get(slot).map(|message| message.id.clone()) {
                self.table.take(id.as_str());
            }
        }
    }

    /// Moves the page visits of a token that belong to no room into a room, and removes those that have expired.
    pub(super) fn move_into_room(&mut self, token: &str, room: &RoomId, now: Timestamp, outbox: &mut Outbox) {
        for (_, slot) in self.roomless_by_token.take(token) {
            let Some(message) = self.table.get(slot) else { continue };
            if message.expire_at.is_none_or(|at| at > now) {
                self.table.modify(slot, outbox, |message| message.room_id = Some(room.clone()));
                self.index(slot);
            } else {
                let id = message.id.clone();
                self.table.remove(id.as_str(), outbox);
            }
        }
    }

    pub(crate) fn by_id(&self, id: &str) -> Option<&Message> {
        self.table.by_id(id)
    }

    /// The message with this id as it is now, whatever becomes of it.
    pub(super) fn shared(&self, id: &MessageId) -> Option<Arc<Message>> {
        self.table.find(id.as_str()).and_then(|slot| self.table.shared(slot))
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Message> {
        self.table.iter()
    }

    pub(crate) fn get(&self, slot: Slot) -> Option<&Message> {
        self.table.get(slot)
    }

    /// A room's messages, the oldest first.
    pub(crate) fn of_room(&self, room: &str) -> &[(Timestamp, Slot)] {
        self.by_room.of(room)
    }

    /// A room's messages that are not hidden, the oldest first.
    pub(crate) fn shown_of_room(&self, room: &str) -> &[(Timestamp, Slot)] {
        self.shown_by_room.of(room)
    }

    /// The page visits among a room's messages, the oldest first.
    pub(crate) fn page_visits_of_room(&self, room: &str) -> &[(Timestamp, Slot)] {
        self.page_visits_by_room.of(room)
    }

    /// The messages about transfers of this time.
    pub(crate) fn transfers(&self, start: Timestamp, end: Timestamp) -> impl Iterator<Item = &Message> {
        let from = self.transfers.range((start, Slot(0))..).take_while(move |(at, _)| *at <= end);
        from.filter_map(|(_, slot)| self.table.get(*slot))
    }

    /// The page visits of a token that belong to no room, the oldest first.
    pub(crate) fn roomless_of_token(&self, token: &str) -> &[(Timestamp, Slot)] {
        self.roomless_by_token.of(token)
    }
}

/// What a room keeps of its last message.
pub(super) struct LastMessage {
    at: Timestamp,
    copy: Option<Box<Message>>,
}

impl LastMessage {
    pub(super) fn write_to(self, room: &mut Room) {
        room.last_message_at = Some(self.at);
        if self.copy.is_some() {
            room.last_message = self.copy;
        }
    }
}

/// Whether somebody wrote a message, and not the server itself.
pub(super) fn is_ordinary(message: &Message) -> bool {
    message.message_type.is_none()
}

/// Whether the server's own messages of this kind are announced as if somebody had written them.
pub(super) fn is_announced(kind: Option<&MessageType>) -> bool {
    let announced = [MessageType::LivechatStarted, MessageType::TransferHistory, MessageType::LivechatClose];
    kind.is_some_and(|kind| announced.contains(kind))
}

/// Messages and page visits.
impl World {
    /// A room's messages, page visits and system messages included, the oldest first.
    pub fn messages(&self, room: impl AsRef<str>) -> impl DoubleEndedIterator<Item = &Message> {
        self.messages.of_room(room.as_ref()).iter().filter_map(|(_, slot)| self.messages.get(*slot))
    }

    /// The page visits among a room's messages, the oldest first.
    pub fn page_visits(&self, room: impl AsRef<str>) -> impl DoubleEndedIterator<Item = &Message> {
        self.messages.page_visits_of_room(room.as_ref()).iter().filter_map(|(_, slot)| self.messages.get(*slot))
    }

    /// The page visits of a visitor's token that belong to no room yet, the oldest first.
    pub fn roomless_page_visits(&self, token: impl Into<VisitorToken>) -> impl DoubleEndedIterator<Item = &Message> {
        let visits = self.messages.roomless_of_token(token.into().expose());
        visits.iter().filter_map(|(_, slot)| self.messages.get(*slot))
    }

    /// The message with this id.
    #[must_use]
    pub fn message(&self, id: impl AsRef<str>) -> Option<&Message> {
        self.messages.by_id(id.as_ref())
    }

    /// Adds a message as it is, or replaces the one with the same id. A new one counts in its room, and is its last one if it
    /// is neither hidden nor the server's own. If its id is empty, one is drawn.
    pub fn add_message(&mut self, mut message: Message) -> MessageId {
        if message.id.as_str().is_empty() {
            message.id = self.ids.short().into();
        }
        let id = message.id.clone();
        let is_shown = is_ordinary(&message) && message.hidden != Some(true);
        let room = message.room_id.clone();
        if let Some(replaced) = self.messages.by_id(id.as_str()) {
            self.rooms.count_written(replaced, false);
        }
        self.rooms.count_written(&message, true);
        let (slot, is_new) = self.messages.put(message, &mut self.outbox);
        if let Some(room) = room {
            let last = self.messages.get(slot).filter(|_| is_shown).map(|message| self.as_last(message));
            self.modify_room(&room, |room| {
                room.message_count += u64::from(is_new);
                if let Some(last) = last {
                    last.write_to(room);
                }
            });
        }
        id
    }

    /// What a room keeps of its last message.
    pub(super) fn as_last(&self, message: &Message) -> LastMessage {
        let is_copied = self.settings.flag("Store_Last_Message");
        LastMessage { at: message.created_at, copy: is_copied.then(|| Box::new(message.clone())) }
    }

    /// Adds a message that an agent writes into a room; `None` if there is no such room or user.
    pub fn add_agent_message(
        &mut self,
        room: impl Into<RoomId>,
        agent: impl Into<UserId>,
        text: &str,
        now: Timestamp,
    ) -> Option<MessageId> {
        let room = room.into();
        self.room(&room)?;
        self.agent_writes(&room, &agent.into(), text, now)
    }

    /// Changes a message, apart from its room, time, kind and whether it is hidden. The copy that a room keeps of its last
    /// message changes too; a room without one gets one.
    pub(crate) fn modify_message(&mut self, id: &MessageId, change: impl FnOnce(&mut Message)) {
        if self.messages.modify(id.as_str(), &mut self.outbox, change).is_none() {
            return;
        }
        let Some(changed) = self.messages.by_id(id.as_str()) else { return };
        let Some(room) = changed.room_id.as_ref().and_then(|room| self.room(room)) else { return };
        let is_last = room.last_message.as_ref().is_none_or(|last| last.id == *id);
        if is_last && self.settings.flag("Store_Last_Message") {
            let (room, copy) = (room.id.clone(), Box::new(changed.clone()));
            self.modify_room(&room, |room| room.last_message = Some(copy));
        }
    }

    /// Removes a message, and its file.
    pub(crate) fn remove_message(&mut self, id: &MessageId) -> Option<Message> {
        let message = self.messages.remove(id.as_str(), &mut self.outbox)?;
        self.rooms.count_written(&message, false);
        if let Some(file) = message.file.as_ref().and_then(|file| file.id.as_deref()) {
            self.files.remove(file);
        }
        if let Some(room) = &message.room_id {
            self.modify_room(room, |room| room.message_count = room.message_count.saturating_sub(1));
            let last = self.room(room).and_then(|room| room.last_message.as_ref());
            if last.is_some_and(|last| last.id == *id) {
                let counts = |message: &&Message| {
                    message.hidden != Some(true)
                        && (is_ordinary(message) || is_announced(message.message_type.as_ref()))
                };
                let last = self.messages(room).rev().find(counts).cloned().map(Box::new);
                self.modify_room(room, |room| room.last_message = last);
            }
        }
        Some(message)
    }

    /// Adds the visit of a page as the server records it. Neither the token nor the room has to exist.
    pub fn add_page_visit(
        &mut self,
        token: impl Into<VisitorToken>,
        room: Option<&RoomId>,
        page: PageInfo,
        now: Timestamp,
    ) -> MessageId {
        let mut author = MessageAuthor::new(BOT, BOT);
        if self.version > ServerVersion::V7_0 {
            author.name = Some("Rocket.Cat".to_owned());
        }
        let text = format!("{} - {}", page.title, page.location.href);
        let mut message = Message::new(self.ids.hex(), author, now, text)
            .message_type(MessageType::NavigationHistory)
            .groupable(false)
            .navigation(Navigation::new(page, token))
            .updated_at(now);
        message.room_id = room.cloned();
        if room.is_none() {
            message.expire_at = Some(Timestamp::from_millis(now.as_millis().saturating_add(ROOMLESS_FOR)));
        }
        if !self.settings.flag("Livechat_Visitor_navigation_as_a_message") {
            message.hidden = Some(true);
        }
        let id = self.add_message(message);
        if let Some(room) = room {
            self.tell(room, &Told::PageVisit(&id), now);
        }
        id
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_that_is_added_again_stands_in_its_new_room_alone() {
        let mut world = World::empty();
        let [one, two] = ["one", "two"].map(RoomId::from);
        for room in [&one, &two] {
            let author = MessageAuthor::new("u", "ann");
            world.add_message(Message::new("m", author, Timestamp::from_millis(0), "Hello").room_id(room.clone()));
        }
        assert_eq!([&one, &two].map(|room| world.messages(room).count()), [0, 1]);
    }

    #[test]
    fn a_page_visit_that_was_moved_into_a_room_is_still_one() {
        let visit = Message::new("m", MessageAuthor::new("u", "ann"), Timestamp::from_millis(0), "").room_id("r");
        let changed = |message: &Message| message.changed(message.id.clone());
        assert!(matches!(changed(&visit), Some(Change::Message { .. })));
        assert!(matches!(changed(&visit.expire_at(Timestamp::from_millis(1))), Some(Change::PageVisit(_))));
    }
}
