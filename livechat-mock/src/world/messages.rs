//! The messages, found by id and by room.

use livechat_sdk::{
    MessageId, RoomId, Timestamp, VisitorToken,
    model::{Message, MessageAuthor, MessageType, Navigation, PageInfo},
};

use super::{
    BOT, Change, World,
    table::{Slot, Table, Timelines},
};
use crate::ServerVersion;

/// How long a page visit that belongs to no room is kept: 30 days, in milliseconds.
const ROOMLESS_FOR: i64 = 2_592_000_000;

#[derive(Clone, Debug, Default)]
pub(crate) struct Messages {
    table: Table<Message>,
    by_room: Timelines,
    /// Those that are not hidden, so that a page far back is found as fast as the newest one.
    shown_by_room: Timelines,
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
            self.by_room.add(room.as_str(), message.created_at, slot);
            if message.hidden != Some(true) {
                self.shown_by_room.add(room.as_str(), message.created_at, slot);
            }
            if message.message_type == Some(MessageType::NavigationHistory) {
                self.page_visits_by_room.add(room.as_str(), message.created_at, slot);
            }
        } else if let Some(token) = message.navigation.as_ref().and_then(|navigation| navigation.token.as_ref()) {
            self.roomless_by_token.add(token.expose(), message.created_at, slot);
        }
    }

    /// Changes a message, apart from what it is found by: id, room, time, kind and whether it is hidden.
    pub(crate) fn update<R>(&mut self, id: &str, change: impl FnOnce(&mut Message) -> R) -> Option<R> {
        let slot = self.table.find(id)?;
        let message = self.table.get_mut(slot)?;
        let keys = (
            message.id.clone(),
            message.room_id.clone(),
            message.created_at,
            message.message_type.clone(),
            message.hidden,
        );
        let result = change(message);
        (message.id, message.room_id, message.created_at, message.message_type, message.hidden) = keys;
        Some(result)
    }

    pub(crate) fn remove(&mut self, id: &str) -> Option<Message> {
        let (slot, message) = self.table.remove(id)?;
        if let Some(room) = &message.room_id {
            self.by_room.remove(room.as_str(), message.created_at, slot);
            self.shown_by_room.remove(room.as_str(), message.created_at, slot);
            self.page_visits_by_room.remove(room.as_str(), message.created_at, slot);
        } else if let Some(token) = message.navigation.as_ref().and_then(|navigation| navigation.token.as_ref()) {
            self.roomless_by_token.remove(token.expose(), message.created_at, slot);
        }
        Some(message)
    }

    /// Removes all messages of a room.
    pub(crate) fn remove_room(&mut self, room: &str) {
        self.page_visits_by_room.take(room);
        self.shown_by_room.take(room);
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

    /// A room's messages that are not hidden, the oldest first.
    pub(crate) fn shown_of_room(&self, room: &str) -> &[(Timestamp, Slot)] {
        self.shown_by_room.of(room)
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

/// Messages and page visits.
impl World {
    /// A room's messages, page visits and what the server notes included, the oldest first.
    pub fn messages(&self, room: &RoomId) -> impl DoubleEndedIterator<Item = &Message> {
        self.messages.of_room(room.as_str()).iter().filter_map(|(_, slot)| self.messages.get(*slot))
    }

    /// The page visits among a room's messages, the oldest first.
    pub fn page_visits(&self, room: &RoomId) -> impl DoubleEndedIterator<Item = &Message> {
        self.messages.page_visits_of_room(room.as_str()).iter().filter_map(|(_, slot)| self.messages.get(*slot))
    }

    /// The page visits of a visitor's token that belong to no room yet, the oldest first.
    pub fn roomless_page_visits(&self, token: impl Into<VisitorToken>) -> impl DoubleEndedIterator<Item = &Message> {
        let visits = self.messages.roomless_of_token(token.into().expose());
        visits.iter().filter_map(|(_, slot)| self.messages.get(*slot))
    }

    /// Adds a message as it is, and counts it in its room. If its id is empty, one is drawn.
    pub fn add_message(&mut self, mut message: Message) -> MessageId {
        if message.id.as_str().is_empty() {
            message.id = self.ids.short().into();
        }
        let id = message.id.clone();
        if let Some(room) = message.room_id.clone() {
            self.outbox.push(Change::Message { room: room.clone(), message: id.clone() });
            let (ts, is_hidden) = (message.created_at, message.hidden == Some(true));
            let copy = (!is_hidden).then(|| Box::new(message.clone()));
            self.update_room(&room, |room| {
                room.message_count += 1;
                if let Some(copy) = copy {
                    room.last_message_at = Some(ts);
                    room.last_message = copy.message_type.is_none().then_some(copy).or(room.last_message.take());
                }
            });
        }
        self.messages.add(message);
        id
    }

    /// Adds the visit of a page as the server notes it. Neither token nor room has to exist.
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
        self.add_message(message)
    }
}
