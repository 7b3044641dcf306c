//! The state of the server.

mod access;
mod agent_info;
mod contacts;
mod conversation;
mod custom_fields;
mod departments;
mod documented;
mod files;
mod ids;
mod inquiries;
mod login;
mod messages;
mod names;
mod outbox;
mod permissions;
mod presence;
mod rooms;
mod roster;
mod routing;
mod settings;
mod subscriptions;
mod table;
mod transfer;
mod triggers;
mod users;
mod visitors;
mod writing;

use std::fmt;

use livechat_sdk::{
    MessageId, Password, RoomId, Timestamp, UserId, VisitorId, VisitorToken,
    model::{CustomField, Inquiry, InquiryStatus, Message, Room, Trigger, Visitor, VisitorPhone, VisitorStatus},
};

use self::{
    contacts::Contacts, departments::Departments, files::Files, ids::Ids, inquiries::Inquiries, messages::Messages,
    outbox::Outbox, permissions::Permissions, rooms::Rooms, subscriptions::Subscriptions, users::Users,
    visitors::Visitors,
};
pub(crate) use self::{
    conversation::{Closing, Transcript, api_source},
    departments::DepartmentTurn,
    files::{OCTETS, StoredFile},
    login::unauthorized,
    outbox::Follower,
    roster::{RoomFilter, Stage},
    routing::AGENT,
    settings::Settings,
    subscriptions::Subscription,
    table::{Slot, Table},
    transfer::{By, Target},
    writing::visitor_author,
};
pub use self::{outbox::Change, settings::SettingError, users::Account};
use crate::ServerVersion;

/// The user in whose name the server notes page visits.
pub(crate) const BOT: &str = "rocket.cat";

/// The state of the server: visitors, rooms, messages, users, settings.
///
/// A clone is a snapshot, and goes its own way from then on.
///
/// ```
/// use livechat_mock::World;
/// use livechat_sdk::{Timestamp, model::{PageInfo, Visitor}};
///
/// let now: Timestamp = "2026-01-01T00:00:00.000Z".parse()?;
/// let mut world = World::empty();
/// let ann = world.add_visitor(Visitor::new("").token("ann's token").name("Ann"));
/// let room = world.open_room(&ann, now).expect("she is known");
/// world.add_page_visit("ann's token", Some(&room), PageInfo::new("Prices", "https://example.com/prices"), now);
/// assert_eq!(world.page_visits(&room).count(), 1);
/// # Ok::<(), livechat_sdk::ParseTimestampError>(())
/// ```
#[derive(Clone)]
pub struct World {
    version: ServerVersion,
    ids: Ids,
    administrator: UserId,
    pub(crate) settings: Settings,
    pub(crate) permissions: Permissions,
    pub(crate) users: Users,
    pub(crate) visitors: Visitors,
    pub(crate) rooms: Rooms,
    pub(crate) messages: Messages,
    pub(crate) inquiries: Inquiries,
    pub(crate) subscriptions: Subscriptions,
    pub(crate) files: Files,
    pub(crate) outbox: Outbox,
    pub(crate) departments: Departments,
    custom_fields: Table<CustomField>,
    pub(crate) contacts: Contacts,
    triggers: Table<Trigger>,
}

/// How a world comes to be.
impl World {
    /// A fresh server: nobody but an administrator, `admin` with the password `admin`, and the bot `rocket.cat`.
    #[must_use]
    pub fn empty() -> Self {
        let mut world = Self {
            version: ServerVersion::default(),
            ids: Ids::new(0),
            administrator: UserId::from("admin"),
            settings: Settings::default(),
            permissions: Permissions::default(),
            users: Users::default(),
            visitors: Visitors::default(),
            rooms: Rooms::default(),
            messages: Messages::default(),
            inquiries: Inquiries::default(),
            subscriptions: Subscriptions::default(),
            files: Files::default(),
            outbox: Outbox::default(),
            departments: Departments::default(),
            custom_fields: Table::default(),
            contacts: Contacts::default(),
            triggers: Table::default(),
        };
        world.users.add(&UserId::from("admin"), administrator("admin", "admin"));
        let mut bot = Account::new(BOT, world.ids.token()).id(BOT).name("Rocket.Cat");
        bot.user.roles = vec!["bot".to_owned()];
        world.users.add(&UserId::from(BOT), bot);
        world
    }

    /// The people and rooms of the documentation's examples.
    ///
    /// Its visitors are `guest-7` (token `iNKE8a6k6cjbqWhWd`), `guest-4`, `guest-2` with 14 conversations, and one more;
    /// the next new one is `guest-8`. The agent `marcos.defendi` logs in with the password `agent`, the administrator
    /// `admin` with `admin`. Visitors have the custom field `address`.
    #[must_use]
    pub fn documented() -> Self {
        documented::world()
    }

    /// Draws ids and tokens from this seed; 0 by default. The same seed and the same calls give the same ones.
    #[must_use]
    pub fn with_seed(mut self, seed: u64) -> Self {
        self.ids = Ids::new(seed);
        self
    }

    /// Takes on the behaviour of this version; of the newest by default.
    #[must_use]
    pub fn with_server_version(mut self, version: ServerVersion) -> Self {
        self.version = version;
        self
    }

    /// Puts an administrator with this user name, which is the user's id too, in place of `admin`.
    #[must_use]
    pub fn with_administrator(mut self, name: &str, password: impl Into<Password>) -> Self {
        let old = std::mem::replace(&mut self.administrator, UserId::from(name));
        self.users.replace(&old, &UserId::from(name), administrator(name, password));
        self
    }

    pub(crate) fn set_server_version(&mut self, version: ServerVersion) {
        self.version = version;
    }

    /// The version whose behaviour it takes on.
    #[must_use]
    pub fn server_version(&self) -> ServerVersion {
        self.version
    }
}

fn administrator(name: &str, password: impl Into<Password>) -> Account {
    Account::new(name, password).id(name).role("admin")
}

/// Visitors.
impl World {
    /// All visitors, the oldest first.
    pub fn visitors(&self) -> impl DoubleEndedIterator<Item = &Visitor> {
        self.visitors.iter()
    }

    /// The visitor with this id.
    #[must_use]
    pub fn visitor(&self, id: &VisitorId) -> Option<&Visitor> {
        self.visitors.by_id(id.as_str())
    }

    /// The visitor with this token.
    #[must_use]
    pub fn visitor_by_token(&self, token: impl Into<VisitorToken>) -> Option<&Visitor> {
        self.visitors.by_token(token.into().expose())
    }

    /// Adds a visitor as it is. If its id is empty, one is drawn.
    pub fn add_visitor(&mut self, mut visitor: Visitor) -> VisitorId {
        if visitor.id.as_str().is_empty() {
            visitor.id = self.ids.hex().into();
        }
        let id = visitor.id.clone();
        self.visitors.add(visitor);
        id
    }

    /// An id for a new visitor.
    pub(crate) fn draw_visitor_id(&mut self) -> VisitorId {
        self.ids.hex().into()
    }

    /// Changes a visitor, apart from the id; `None` if there is no such visitor.
    pub fn update_visitor<R>(&mut self, id: &VisitorId, change: impl FnOnce(&mut Visitor) -> R) -> Option<R> {
        let slot = self.visitors.find(id.as_str())?;
        self.visitors.update(slot, change)
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
    pub fn room(&self, id: &RoomId) -> Option<&Room> {
        self.rooms.by_id(id.as_str())
    }

    /// Adds a room as it is. If its id is empty, one is drawn.
    pub fn add_room(&mut self, mut room: Room) -> RoomId {
        if room.id.as_str().is_empty() {
            room.id = self.ids.short().into();
        }
        let id = room.id.clone();
        self.rooms.add(room);
        id
    }

    /// Changes a room, apart from the id; `None` if there is no such room.
    pub fn update_room<R>(&mut self, id: &RoomId, change: impl FnOnce(&mut Room) -> R) -> Option<R> {
        let slot = self.rooms.find(id.as_str())?;
        self.rooms.update(slot, change)
    }

    /// Opens a room for a visitor, who waits in the queue for an agent; `None` if there is no such visitor.
    ///
    /// Who is there does not matter. The page visits of the visitor that belonged to no room belong to this one then.
    pub fn open_room(&mut self, visitor: &VisitorId, now: Timestamp) -> Option<RoomId> {
        let department = self.visitor(visitor)?.department.clone();
        self.add_conversation(visitor, api_source(), department.as_ref(), InquiryStatus::Queued, now)
    }

    /// Gives an open room to an agent, as if the agent had taken it from the queue.
    pub fn serve_room(&mut self, room: &RoomId, agent: &UserId, now: Timestamp) {
        if self.room(room).is_some_and(|room| room.is_open() && room.served_by.is_none()) {
            self.give_to(room, agent, now);
        }
    }

    /// Adds what an agent writes into a room; `None` if there is no such room or user.
    pub fn add_agent_message(&mut self, room: &RoomId, agent: &UserId, msg: &str, now: Timestamp) -> Option<MessageId> {
        self.room(room)?;
        self.agent_writes(room, None, agent, msg, now)
    }

    /// The inquiry of an open room.
    #[must_use]
    pub fn inquiry(&self, room: &RoomId) -> Option<&Inquiry> {
        self.inquiries.of_room(room)
    }

    /// Adds a visitor who only has a token.
    pub(crate) fn add_guest(&mut self, token: &VisitorToken, now: Timestamp) -> Visitor {
        let username = format!("guest-{}", self.settings.count_up("Livechat_guest_count"));
        let visitor = Visitor::new(self.draw_visitor_id())
            .username(username)
            .token(token.clone())
            .status(VisitorStatus::Online)
            .created_at(now)
            .updated_at(now);
        self.visitors.add(visitor.clone());
        visitor
    }

    /// Adds a visitor of whom only a phone number is known.
    pub(crate) fn add_caller(&mut self, phone: &str, now: Timestamp) -> Visitor {
        let token = VisitorToken::from(self.ids.short());
        let visitor = self.add_guest(&token, now);
        let with_number = self.change_visitor(&visitor.id, |visitor| {
            visitor.phones = vec![VisitorPhone::new(phone)];
            visitor.clone()
        });
        with_number.unwrap_or(visitor)
    }

    /// Removes a visitor with all rooms. What stays is a record without anything that tells who it was.
    pub(crate) fn remove_visitor(&mut self, id: &VisitorId, now: Timestamp) {
        let rooms = self.rooms.of_visitor(id.as_str()).to_vec();
        let rooms: Vec<_> =
            rooms.iter().filter_map(|(_, slot)| self.rooms.get(*slot)).map(|room| room.id.clone()).collect();
        for room in rooms {
            self.remove_room(&room);
        }
        self.update_visitor(id, |visitor| {
            let mut stripped = Visitor::new(visitor.id.clone()).disabled(true).updated_at(now);
            stripped.activity = std::mem::take(&mut visitor.activity);
            stripped.last_agent = visitor.last_agent.take();
            stripped.external_ids = std::mem::take(&mut visitor.external_ids);
            *visitor = stripped;
        });
        self.outbox.push(Change::Visitor(id.clone()));
    }

    /// Changes a message, and tells whoever listens.
    pub(crate) fn edit_message(&mut self, id: &MessageId, room: &RoomId, change: impl FnOnce(&mut Message)) {
        if self.messages.update(id.as_str(), change).is_some() {
            self.outbox.push(Change::Message { room: room.clone(), message: id.clone() });
            self.refresh_last_message(id, room);
        }
    }

    /// Takes over into a room what became of its last message.
    fn refresh_last_message(&mut self, id: &MessageId, room: &RoomId) {
        let last = self.room(room).and_then(|room| room.last_message.as_ref());
        if last.is_some_and(|last| last.id == *id) {
            let is_ordinary = |message: &&Message| message.message_type.is_none() && message.hidden != Some(true);
            let last = self.messages(room).rev().find(is_ordinary).cloned().map(Box::new);
            self.update_room(room, |room| room.last_message = last);
        }
    }

    /// Removes a message, and counts it out of its room.
    pub(crate) fn delete_message(&mut self, id: &MessageId) -> Option<Message> {
        let message = self.messages.remove(id.as_str())?;
        if let Some(file) = message.file.as_ref().and_then(|file| file["_id"].as_str()) {
            self.files.remove(file);
        }
        if let Some(room) = message.room_id.clone() {
            self.update_room(&room, |room| room.message_count = room.message_count.saturating_sub(1));
            self.refresh_last_message(id, &room);
            self.outbox.push(Change::MessageDeleted { room, message: id.clone() });
        }
        Some(message)
    }

    /// How many messages of a room a user has not read; `None` if the user is not in the room.
    #[must_use]
    pub fn unread(&self, room: &RoomId, user: &UserId) -> Option<u64> {
        self.subscriptions.get(room, user).map(|subscription| subscription.unread)
    }
}

/// What changed, for whoever passes it on.
impl World {
    /// The number of the next change.
    #[must_use]
    pub fn next_change(&self) -> u64 {
        self.outbox.next()
    }

    /// What changed from a number on, in the order in which it did. Only the last few thousand changes are kept.
    pub fn changes_since(&self, number: u64) -> impl Iterator<Item = &Change> {
        self.outbox.since(number)
    }
}

impl fmt::Debug for World {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("World")
            .field("version", &self.version)
            .field("visitors", &self.visitors.len())
            .field("rooms", &self.rooms.len())
            .finish_non_exhaustive()
    }
}
