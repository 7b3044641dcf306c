//! A world as a file: JSON with the records, from which everything else is made again.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use livechat_sdk::{
    AuthToken, BusinessHourId, DepartmentId, JsonObject, Password, RoomId, Timestamp, UnitId, UnitMonitorId, UserId,
    model::{
        BusinessHour, CannedResponse, Contact, CustomField, Department, Inquiry, Message, OutboundProvider, Priority,
        Room, SlaPolicy, Tag, Trigger, Unit, User, Visitor,
    },
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    Account, DepartmentTurn, StoredFile, Subscription, World, agenda::Agenda, agenda::Job, availability::Availability,
    business_hours::Kind, clocks::Watch, ids::Ids, outbox::Outbox, setting_definition, table::Record, table::Table,
    units::Monitoring,
};
use crate::{Edition, ServerVersion};

/// The format that is written and read.
const FORMAT: u64 = 1;

/// What writes it.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The largest file, in bytes.
pub(crate) const MOST_BYTES: usize = 256 << 20;

/// A world cannot be written to a file, or read from one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WorldFileError {
    /// It is no file of a world, or not a whole one.
    #[error("this is no world that livechat-mock wrote: {reason}")]
    Broken {
        /// What is wrong, and where.
        reason: String,
    },
    /// Another version of livechat-mock wrote it, in another format.
    #[error(
        "this world was written by livechat-mock {written_by} in format {format}; livechat-mock {VERSION} reads format \
         {FORMAT}"
    )]
    OtherFormat {
        /// The format of the file.
        format: u64,
        /// The version of livechat-mock that wrote it.
        written_by: String,
    },
    /// It is larger than files of worlds may be.
    #[error("a world of {bytes} bytes is too large for a file, which has {MOST_BYTES} at most")]
    TooLarge {
        /// Its size, in bytes.
        bytes: usize,
    },
}

/// The file.
#[derive(Serialize)]
struct File<'w> {
    #[serde(rename = "livechat-mock-world")]
    format: u64,
    written_by: &'static str,
    world: Contents<'w>,
}

/// What every format has.
#[derive(Deserialize)]
struct Head {
    #[serde(rename = "livechat-mock-world")]
    format: u64,
    written_by: String,
}

/// The same file, once the format is known.
#[derive(Deserialize)]
struct Body {
    world: Contents<'static>,
}

/// Records, borrowed while they are written.
type Records<'w, T> = Vec<Cow<'w, T>>;

/// All of a world. A new table has to be listed here.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Contents<'w> {
    server_version: String,
    edition: String,
    /// Of short ids, hexadecimal ones, and tokens.
    seeds: [u64; 3],
    now: Option<Timestamp>,
    /// With the milliseconds since 1970.
    agenda: Vec<(Job, i64)>,
    /// Who was there at the last look, if that matters.
    online_agents: Option<BTreeSet<UserId>>,
    administrator: UserId,
    /// Those that were changed.
    settings: BTreeMap<String, Value>,
    permissions: BTreeMap<String, Vec<String>>,
    users: Vec<StoredUser<'w>>,
    availability: Cow<'w, Availability>,
    visitors: Records<'w, Visitor>,
    rooms: Records<'w, Room>,
    removed_rooms: Vec<(RoomId, Timestamp)>,
    messages: Records<'w, Message>,
    inquiries: Records<'w, Inquiry>,
    subscriptions: Vec<(RoomId, UserId, Cow<'w, Subscription>)>,
    files: Vec<File64>,
    departments: Records<'w, Department>,
    department_agents: Vec<Turn>,
    department_limit: Option<usize>,
    units: Records<'w, Unit>,
    unit_monitors: Vec<Monitor>,
    business_hours: Records<'w, BusinessHour>,
    running_hours: Option<Kind>,
    custom_fields: Records<'w, CustomField>,
    contacts: Records<'w, Contact>,
    triggers: Records<'w, Trigger>,
    outbound_providers: Records<'w, OutboundProvider>,
    tags: Records<'w, Tag>,
    sla_policies: Records<'w, SlaPolicy>,
    priorities: Records<'w, Priority>,
    canned_responses: Records<'w, CannedResponse>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredUser<'w> {
    user: Cow<'w, User>,
    password: Cow<'w, Password>,
    second_factor: Option<Cow<'w, Password>>,
    is_available: bool,
    livechat_count: u64,
    last_turn: u64,
    open_hours: Vec<BusinessHourId>,
    livechat: Option<JsonObject>,
    /// The oldest first.
    logins: Vec<AuthToken>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File64 {
    id: String,
    name: String,
    content_type: String,
    room: RoomId,
    /// As Base64.
    bytes: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Turn {
    id: String,
    department: DepartmentId,
    agent: UserId,
    count: i64,
    order: i64,
    updated_at: Option<Timestamp>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Monitor {
    id: UnitMonitorId,
    unit: UnitId,
    monitor: UserId,
    username: Option<String>,
    updated_at: Option<Timestamp>,
}

/// Files.
impl World {
    /// The world as a file, for [`from_json`](Self::from_json) of another process: JSON of a format of livechat-mock's own.
    ///
    /// It has all that the world knows, passwords and tokens included: keep it as one keeps those. What comes after it,
    /// such as the ids that are drawn, is what would have come here, if the world was told the time after its last change:
    /// by a request, or by [`advance`](Self::advance). What its webhook was told, or is yet to be, is not in it.
    ///
    /// ```
    /// use livechat_mock::World;
    ///
    /// let file = World::documented().to_json()?;
    /// let world = World::from_json(file.as_bytes())?;
    /// assert!(world.visitor_by_token("iNKE8a6k6cjbqWhWd").is_some());
    /// # Ok::<(), livechat_mock::WorldFileError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`WorldFileError::TooLarge`] beyond 256 MiB.
    pub fn to_json(&self) -> Result<String, WorldFileError> {
        let file = File { format: FORMAT, written_by: VERSION, world: self.contents() };
        let text = serde_json::to_string(&file).map_err(|error| broken(&error))?;
        check_size(text.len()).map(|()| text)
    }

    /// The world that [`to_json`](Self::to_json) wrote.
    ///
    /// # Errors
    ///
    /// If the file is no such world, is of another format, or has more than 256 MiB. No error shows what is in it.
    pub fn from_json(file: &[u8]) -> Result<Self, WorldFileError> {
        check_size(file.len())?;
        let Head { format, written_by } = serde_json::from_slice(file).map_err(|error| broken(&error))?;
        if format != FORMAT {
            let written_by = written_by.chars().take(64).collect();
            return Err(WorldFileError::OtherFormat { format, written_by });
        }
        // From a text, as responses are: what reads a room or a message is compiled once.
        let text = std::str::from_utf8(file).map_err(|error| WorldFileError::Broken {
            reason: format!("it is not UTF-8, from byte {} on", error.valid_up_to()),
        })?;
        let mut reader = serde_json::Deserializer::from_str(text);
        let Body { world } = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
            let reason = format!("{} in {}", place(error.inner()), error.path());
            WorldFileError::Broken { reason }
        })?;
        Self::of(world)
    }

    fn contents(&self) -> Contents<'_> {
        let Self {
            version,
            ids,
            agenda,
            // What else was looked at before is looked at again.
            watch,
            // Nobody has read anything yet.
            outbox: _,
            // What is on its way to a webhook is not the world's alone.
            webhooks: _,
            // Compiled when they are used.
            leads: _,
            administrator,
            settings,
            permissions,
            users,
            visitors,
            rooms,
            messages,
            inquiries,
            subscriptions,
            files,
            departments,
            units,
            availability,
            business_hours,
            custom_fields,
            contacts,
            triggers,
            outbound_providers,
            tags,
            sla_policies,
            priorities,
            canned_responses,
        } = self;
        let stored_user = |account| {
            let Account { user, password, second_factor, open_hours, livechat, .. }: &Account = account;
            StoredUser {
                user: Cow::Borrowed(user),
                password: Cow::Borrowed(password),
                second_factor: second_factor.as_ref().map(Cow::Borrowed),
                is_available: account.is_available,
                livechat_count: account.livechat_count,
                last_turn: account.last_turn,
                open_hours: open_hours.clone(),
                livechat: livechat.clone(),
                logins: users.logins_of(user.id.as_str()).cloned().collect(),
            }
        };
        Contents {
            server_version: version.as_str().to_owned(),
            edition: self.edition().as_str().to_owned(),
            seeds: ids.seeds(),
            now: agenda.now(),
            agenda: agenda.jobs().map(|(job, at)| (job.clone(), at.as_millis())).collect(),
            online_agents: watch.staff.online.clone(),
            administrator: administrator.clone(),
            settings: settings.changed().map(|(name, value)| (name.to_owned(), value.clone())).collect(),
            permissions: permissions.iter().map(|(name, roles)| (name.to_owned(), roles.to_vec())).collect(),
            users: users.accounts().map(stored_user).collect(),
            availability: Cow::Borrowed(availability),
            visitors: borrowed(visitors.iter()),
            rooms: borrowed(rooms.iter()),
            removed_rooms: rooms.removed().cloned().collect(),
            messages: borrowed(messages.iter()),
            inquiries: borrowed(inquiries.iter()),
            subscriptions: subscriptions
                .iter()
                .map(|(room, user, entry)| (room.clone(), user.clone(), Cow::Borrowed(entry)))
                .collect(),
            files: files.iter().map(File64::of).collect(),
            departments: borrowed(departments.iter()),
            department_agents: departments.turns().map(Turn::of).collect(),
            department_limit: departments.limit(),
            units: borrowed(units.iter()),
            unit_monitors: units.monitorings().map(Monitor::of).collect(),
            business_hours: borrowed(business_hours.iter()),
            running_hours: business_hours.running(),
            custom_fields: borrowed(custom_fields.iter()),
            contacts: borrowed(contacts.iter()),
            triggers: borrowed(triggers.iter()),
            outbound_providers: borrowed(outbound_providers.iter()),
            tags: borrowed(tags.iter()),
            sla_policies: borrowed(sla_policies.iter()),
            priorities: borrowed(priorities.iter()),
            canned_responses: borrowed(canned_responses.iter()),
        }
    }

    fn of(contents: Contents<'_>) -> Result<Self, WorldFileError> {
        let no = |reason: &str| WorldFileError::Broken { reason: reason.to_owned() };
        let version = contents.server_version.parse::<ServerVersion>();
        let edition = contents.edition.parse::<Edition>();
        let mut world = Self {
            version: version.map_err(|error| no(&error.to_string()))?,
            ids: Ids::continued(contents.seeds),
            agenda: Agenda::of(contents.agenda, contents.now),
            watch: Watch::of(contents.online_agents),
            administrator: contents.administrator,
            availability: contents.availability.into_owned(),
            ..Self::bare()
        };
        let outbox = &mut Outbox::default();
        world.settings.set_edition(edition.map_err(|error| no(&error.to_string()))?);
        for (name, value) in contents.settings {
            let definition = setting_definition(&name).ok_or_else(|| no("it has a setting that there is not"))?;
            world.settings.store(definition, value, outbox);
        }
        world.permissions.replace_all(contents.permissions);
        for stored in contents.users {
            let id = stored.user.id.clone();
            let logins = stored.logins;
            let account = Account {
                id: None,
                user: stored.user.into_owned(),
                password: stored.password.into_owned(),
                second_factor: stored.second_factor.map(Cow::into_owned),
                is_available: stored.is_available,
                livechat_count: stored.livechat_count,
                last_turn: stored.last_turn,
                open_hours: stored.open_hours,
                livechat: stored.livechat,
            };
            world.users.put(&id, account, outbox);
            for token in logins {
                world.users.log_in(id.as_str(), token);
            }
        }
        if world.users.by_id(world.administrator.as_str()).is_none() {
            return Err(no("its administrator is none of its users"));
        }
        for visitor in owned(contents.visitors) {
            world.visitors.put(visitor, outbox);
        }
        for room in owned(contents.rooms) {
            world.rooms.put(room, outbox);
        }
        world.rooms.set_removed(contents.removed_rooms);
        for message in owned(contents.messages) {
            world.rooms.count_written(&message, true);
            world.messages.put(message, outbox);
        }
        for inquiry in owned(contents.inquiries) {
            world.inquiries.put(inquiry, outbox);
        }
        for (room, user, entry) in contents.subscriptions {
            world.subscriptions.put(room, user, entry.into_owned());
        }
        for file in contents.files {
            world.files.put(file.stored().ok_or_else(|| no("the bytes of a file are not Base64"))?, outbox);
        }
        let turns = contents.department_agents.into_iter().map(Turn::stored);
        world.departments.fill(owned(contents.departments), turns, contents.department_limit);
        world.units.fill(owned(contents.units), contents.unit_monitors.into_iter().map(Monitor::stored));
        world.business_hours.fill(owned(contents.business_hours), contents.running_hours);
        for contact in owned(contents.contacts) {
            world.contacts.put(contact, outbox);
        }
        world.custom_fields = table(contents.custom_fields);
        world.triggers = table(contents.triggers);
        world.outbound_providers = table(contents.outbound_providers);
        world.tags = table(contents.tags);
        world.sla_policies = table(contents.sla_policies);
        world.priorities = table(contents.priorities);
        world.canned_responses = table(contents.canned_responses);
        Ok(world)
    }
}

impl File64 {
    fn of(file: &StoredFile) -> Self {
        let StoredFile { id, name, content_type, bytes, .. } = file.clone();
        Self { id, name, content_type, room: file.room().clone(), bytes: BASE64_STANDARD.encode(bytes) }
    }

    fn stored(self) -> Option<StoredFile> {
        let Self { id, name, content_type, room, bytes } = self;
        let bytes = BASE64_STANDARD.decode(bytes).ok()?;
        Some(StoredFile::new(id, name, content_type, bytes.into(), room))
    }
}

impl Turn {
    fn of(turn: &DepartmentTurn) -> Self {
        let DepartmentTurn { id, department, agent, count, order, updated_at } = turn.clone();
        Self { id, department, agent, count, order, updated_at }
    }

    fn stored(self) -> DepartmentTurn {
        let Self { id, department, agent, count, order, updated_at } = self;
        DepartmentTurn { id, department, agent, count, order, updated_at }
    }
}

impl Monitor {
    fn of(monitoring: &Monitoring) -> Self {
        let Monitoring { id, unit, monitor, username, updated_at } = monitoring.clone();
        Self { id, unit, monitor, username, updated_at }
    }

    fn stored(self) -> Monitoring {
        let Self { id, unit, monitor, username, updated_at } = self;
        Monitoring { id, unit, monitor, username, updated_at }
    }
}

fn check_size(bytes: usize) -> Result<(), WorldFileError> {
    if bytes <= MOST_BYTES { Ok(()) } else { Err(WorldFileError::TooLarge { bytes }) }
}

/// Without the value, which may be a secret.
fn broken(error: &serde_json::Error) -> WorldFileError {
    WorldFileError::Broken { reason: place(error) }
}

fn place(error: &serde_json::Error) -> String {
    let what = match error.classify() {
        serde_json::error::Category::Eof => "it ends too early",
        serde_json::error::Category::Syntax => "it is no JSON",
        _ => "something is missing, or of another form",
    };
    format!("{what}, at line {}, column {}", error.line(), error.column())
}

fn borrowed<'w, T: Clone>(records: impl Iterator<Item = &'w T>) -> Records<'w, T> {
    records.map(Cow::Borrowed).collect()
}

fn owned<T: Clone>(records: Records<'_, T>) -> impl Iterator<Item = T> {
    records.into_iter().map(Cow::into_owned)
}

fn table<T: Record>(records: Records<'_, T>) -> Table<T> {
    let mut table = Table::default();
    let outbox = &mut Outbox::default();
    owned(records).for_each(|record| {
        table.put(record, outbox);
    });
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file() -> Value {
        serde_json::from_str(&World::documented().to_json().unwrap()).unwrap()
    }

    #[track_caller]
    fn refused(file: &Value) -> String {
        World::from_json(file.to_string().as_bytes()).unwrap_err().to_string()
    }

    #[test]
    fn another_format_is_refused_with_both_versions() {
        let mut other = file();
        other["livechat-mock-world"] = 7.into();
        other["written_by"] = "9.9.9".into();
        // Whatever is in it.
        other["world"] = "else".into();
        let told = refused(&other);
        assert!(told.contains("livechat-mock 9.9.9 in format 7"), "{told}");
        assert!(told.contains(&format!("livechat-mock {VERSION} reads format {FORMAT}")), "{told}");
    }

    #[test]
    fn a_broken_file_is_refused_without_what_is_in_it() {
        let whole = World::documented().to_json().unwrap();
        assert!(World::from_json(&whole.as_bytes()[..whole.len() - 2]).unwrap_err().to_string().contains("too early"));
        assert!(World::from_json(b"\xff").unwrap_err().to_string().contains("no JSON"));
        let latin = whole.replacen("Livechat Visitor", "Andr\u{1}", 1).into_bytes();
        let latin: Vec<_> = latin.into_iter().map(|byte| if byte == 1 { 0xe9 } else { byte }).collect();
        let told = World::from_json(&latin).unwrap_err().to_string();
        assert!(told.contains("it is not UTF-8, from byte"), "{told}");
        for (place, value, says) in [
            ("/world/users/0/is_available", "s3cret".into(), "world.users[0].is_available"),
            ("/world/users/0/user/_id", "another".into(), "administrator"),
            ("/world/server_version", "5.0".into(), "5.0"),
            ("/world/seeds", serde_json::json!([1]), "world.seeds"),
            ("/world/settings", serde_json::json!({"Colour": "s3cret"}), "a setting that there is not"),
            ("/livechat-mock-world", "1".into(), "of another form"),
            ("", serde_json::json!([]), "of another form"),
        ] {
            let mut broken = file();
            *broken.pointer_mut(place).unwrap() = value;
            let told = refused(&broken);
            assert!(told.contains(says) && !told.contains("s3cret"), "{place}: {told}");
        }
        let mut with_more = file();
        with_more["world"]["more"] = 1.into();
        assert!(refused(&with_more).contains("world"), "what is not understood is not left out");
    }

    /// What is no record of its own, and what tests seldom have.
    #[test]
    fn a_file_holds_what_was_going_on() {
        let now = Timestamp::from_millis(0);
        let mut world = World::builder()
            .agent("bob")
            .business_hours([])
            .setting("Livechat_agent_leave_action", "close")
            .room("a", now, |room| room)
            .room("b", now, |room| room)
            .room("c", now, |room| room)
            .build()
            .with_administrator("root", "password");
        world.set_department_limit(3);
        let login = world.log_in("root").unwrap();
        let [room, other, another] = world.rooms().map(|room| room.id.clone()).collect::<Vec<_>>().try_into().unwrap();
        let _ = [other, another].map(|room| world.remove_room(&room, now));
        let sent = world.add_file(&room, "order.txt", "text/plain", "One".into());
        world.advance(now);
        world.set_setting("Livechat_enable_business_hours", false).unwrap();
        let file = world.to_json().unwrap();
        let read = World::from_json(file.as_bytes()).unwrap();
        assert_eq!(read.to_json().unwrap(), file);
        assert_eq!((read.administrator.as_str(), read.departments.limit()), ("root", Some(3)));
        assert_eq!(read.users.logged_in(login.expose()).map(|account| account.user.id.as_str()), Some("root"));
        assert_eq!(read.rooms.removed().count(), 2);
        assert_eq!(read.files.by_id(&sent.id).unwrap().bytes, sent.bytes);
        assert_eq!(read.business_hours.running(), world.business_hours.running());
        assert!(read.business_hours.running().is_some() && read.watch.staff.online.is_some());
    }

    #[test]
    fn a_file_that_is_too_large_is_refused() {
        let error = World::from_json(&vec![b' '; MOST_BYTES + 1]).unwrap_err();
        assert_eq!(error, WorldFileError::TooLarge { bytes: MOST_BYTES + 1 });
    }
}
