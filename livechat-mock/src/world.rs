//! The state of the server.

mod access;
mod agenda;
mod agent_info;
mod availability;
mod builder;
mod business_hours;
mod canned_responses;
mod clocks;
mod contacts;
mod conversation;
mod custom_fields;
mod departments;
mod documented;
mod file;
mod files;
mod ids;
mod inquiries;
mod leads;
mod leaving;
mod ledger;
mod linking;
mod login;
mod logins;
mod messages;
mod metrics;
mod names;
mod outbound;
mod outbox;
mod pdf;
mod permissions;
mod presence;
mod queue;
mod quotes;
mod rooms;
mod roster;
mod routing;
mod scope;
mod sending;
mod service_levels;
mod settings;
mod sparse;
mod subscriptions;
mod table;
mod tags;
#[cfg(test)]
mod tests;
mod transfer;
mod triggers;
mod units;
mod users;
mod visitors;
mod webhooks;
mod week;
mod writing;

use std::fmt;

use livechat_sdk::{
    Password, UserId,
    model::{CannedResponse, CustomField, OutboundProvider, Priority, SlaPolicy, Tag, Trigger},
};

#[cfg(feature = "server")]
pub(crate) use self::file::MOST_BYTES as MOST_FILE_BYTES;
use self::{
    agenda::Agenda, availability::Availability, business_hours::BusinessHours, clocks::Watch, contacts::Contacts,
    departments::Departments, files::Files, ids::Ids, inquiries::Inquiries, leads::Leads, messages::Messages,
    outbox::Outbox, permissions::Permissions, rooms::Rooms, subscriptions::Subscriptions, table::Table, units::Units,
    users::Users, visitors::Visitors,
};
pub(crate) use self::{
    availability::{Session, day_of},
    conversation::{Closing, Transcript, api_source},
    departments::DepartmentTurn,
    files::{OCTETS, StoredFile},
    ledger::{Facts, Ledger},
    linking::News,
    login::unauthorized,
    names::Number,
    outbox::Follower,
    roster::RoomFilter,
    routing::AGENT,
    scope::Scope,
    sending::{Draft, NOT_ALLOWED, NOT_KEPT},
    service_levels::Terms,
    settings::{
        DEFINITIONS as SETTINGS, Definition as SettingDefinition, Settings, check_pattern,
        definition as setting_definition, is_truthy,
    },
    subscriptions::Subscription,
    table::Slot,
    transfer::{By, Target},
    units::{MONITOR, UnitPlan},
    webhooks::Told,
    week::clock_time,
    writing::visitor_author,
};
pub use self::{
    builder::{DepartmentBuilder, RoomBuilder, WorldBuilder},
    file::WorldFileError,
    outbox::Change,
    settings::SettingError,
    users::Account,
};
use crate::{Edition, ServerVersion, webhook::Webhooks};

/// The author of page visits.
pub(crate) const BOT: &str = "rocket.cat";

/// The state of the server: visitors, rooms, messages, users, settings.
///
/// A clone is a snapshot: later changes of either side do not affect the other.
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
    pub(crate) agenda: Agenda,
    watch: Watch,
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
    pub(crate) units: Units,
    pub(crate) availability: Availability,
    pub(crate) business_hours: BusinessHours,
    custom_fields: Table<CustomField>,
    pub(crate) contacts: Contacts,
    triggers: Table<Trigger>,
    outbound_providers: Table<OutboundProvider>,
    tags: Table<Tag>,
    sla_policies: Table<SlaPolicy>,
    priorities: Table<Priority>,
    canned_responses: Table<CannedResponse>,
    pub(crate) webhooks: Webhooks,
    leads: Leads,
}

/// Construction.
impl World {
    /// A fresh server: its only users are an administrator, `admin` with the password `admin`, and the bot `rocket.cat`.
    #[must_use]
    pub fn empty() -> Self {
        let mut world = Self::bare();
        world.add_priorities();
        world.add_user(administrator("admin", "admin"));
        let mut bot = Account::new(BOT, world.ids.token()).id(BOT).name("Rocket.Cat");
        bot.user.roles = vec!["bot".to_owned()];
        world.add_user(bot);
        world.outbox = Outbox::default();
        world
    }

    /// Without anything, not even the administrator.
    fn bare() -> Self {
        Self {
            version: ServerVersion::default(),
            ids: Ids::new(0),
            agenda: Agenda::default(),
            watch: Watch::default(),
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
            units: Units::default(),
            availability: Availability::default(),
            business_hours: BusinessHours::default(),
            custom_fields: Table::default(),
            contacts: Contacts::default(),
            triggers: Table::default(),
            outbound_providers: Table::default(),
            tags: Table::default(),
            sla_policies: Table::default(),
            priorities: Table::default(),
            canned_responses: Table::default(),
            webhooks: Webhooks::default(),
            leads: Leads::default(),
        }
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

    /// Sets the server version to simulate; the newest by default.
    #[must_use]
    pub fn with_server_version(mut self, version: ServerVersion) -> Self {
        self.version = version;
        self
    }

    /// Sets the edition of the server; [`Edition::Enterprise`] by default.
    #[must_use]
    pub fn with_edition(mut self, edition: Edition) -> Self {
        self.settings.set_edition(edition);
        self
    }

    /// The edition of the server.
    #[must_use]
    pub fn edition(&self) -> Edition {
        self.settings.edition()
    }

    /// Replaces the administrator `admin` by one with this user name, which is the user's id too.
    #[must_use]
    pub fn with_administrator(mut self, name: &str, password: impl Into<Password>) -> Self {
        let old = std::mem::replace(&mut self.administrator, UserId::from(name));
        self.users.replace(&old, &UserId::from(name), administrator(name, password), &mut self.outbox);
        self
    }

    pub(crate) fn set_server_version(&mut self, version: ServerVersion) {
        self.version = version;
    }

    /// The server version that is simulated.
    #[must_use]
    pub fn server_version(&self) -> ServerVersion {
        self.version
    }
}

fn administrator(name: &str, password: impl Into<Password>) -> Account {
    Account::new(name, password).id(name).role("admin")
}

/// Changes.
impl World {
    /// The number of the next change.
    #[must_use]
    pub fn next_change(&self) -> u64 {
        self.outbox.next()
    }

    /// The changes from this number on, the oldest first. Only the last few thousand are kept.
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
