//! A world that is set up in a few words.

use std::time::Duration;

use livechat_sdk::{
    DepartmentId, RoomId, Timestamp, UserId, VisitorToken,
    business_hours::SaveBusinessHour,
    model::{BusinessHourType, Department, Visitor, WorkHourData},
};
use serde_json::Value;

use super::{AGENT, Account, World};

/// What is set up has no time of its own, apart from rooms.
const BEFORE: Timestamp = Timestamp::from_millis(0);

/// Sets a [`World`] up, with what most tests need. Made by [`World::builder`].
///
/// Each method adds what it names: a department, an agent, a visitor, a room. One that is there already, by that name or
/// token, is taken, so that the order matters little. Everything else that a world can have is added to the world itself.
///
/// ```
/// use livechat_mock::World;
/// use livechat_sdk::model::WorkHourData;
///
/// let hours = ["Monday", "Tuesday"].map(|day| WorkHourData::new(day, "09:00", "17:00"));
/// let world = World::builder()
///     .department("sales", |sales| sales.agent("bob").agent("eve"))
///     .agent("dora")
///     .business_hours(hours)
///     .visitor("token-of-ann", |ann| ann.name("Ann").department("sales"))
///     .room("token-of-ann", "2026-01-05T10:00:00.000Z".parse()?, |room| {
///         room.agent("bob").visitor_message("Hello?").agent_message("bob", "Hello Ann!")
///     })
///     .setting("Livechat_Routing_Method", "Manual_Selection")
///     .build();
/// let ann = world.visitor_by_token("token-of-ann").expect("she was added");
/// assert_eq!(ann.department.as_ref(), world.department("sales").map(|sales| &sales.id));
/// # Ok::<(), livechat_sdk::ParseTimestampError>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "the world is there after `build`"]
pub struct WorldBuilder(World);

/// Sets a department up. Passed on by [`WorldBuilder::department`].
#[derive(Debug)]
#[must_use = "the closure gives it back"]
pub struct DepartmentBuilder<'w> {
    world: &'w mut World,
    id: DepartmentId,
}

/// Sets a room up. Passed on by [`WorldBuilder::room`].
#[derive(Debug)]
#[must_use = "the closure gives it back"]
pub struct RoomBuilder<'w> {
    world: &'w mut World,
    id: RoomId,
    visitor: Visitor,
    now: Timestamp,
}

impl World {
    /// Sets up what a test needs, on a [fresh server](Self::empty).
    pub fn builder() -> WorldBuilder {
        Self::empty().into()
    }

    /// The agent with this user name. Who is no agent becomes one.
    fn agent_named(&mut self, username: &str) -> UserId {
        let Some(known) = self.users.by_username(username) else {
            return self.add_user(Account::new(username, username).role(AGENT));
        };
        let (id, is_agent) = (known.user.id.clone(), known.has_role(AGENT));
        if !is_agent {
            self.add_role(&id, AGENT);
        }
        id
    }

    /// The visitor with this token, registered as the next guest if there is none.
    fn guest(&mut self, token: VisitorToken) -> Visitor {
        match self.visitor_by_token(token.clone()) {
            Some(known) => known.clone(),
            None => Visitor::new(self.ids.hex()).token(token).username(self.next_guest()),
        }
    }
}

impl WorldBuilder {
    /// Adds an enabled department of this name, which registration forms offer.
    pub fn department(
        mut self,
        name: &str,
        set_up: impl FnOnce(DepartmentBuilder<'_>) -> DepartmentBuilder<'_>,
    ) -> Self {
        let world = &mut self.0;
        let id = match world.department(name) {
            Some(known) => known.id.clone(),
            None => world.add_department(Department::new("", name).show_on_registration(true)),
        };
        let _ = set_up(DepartmentBuilder { world, id });
        self
    }

    /// Adds an agent who is online and takes conversations, with this user name, which is also the password.
    ///
    /// For one who is offline, or has another password, add the [user](Self::user) first.
    pub fn agent(mut self, username: &str) -> Self {
        self.0.agent_named(username);
        self
    }

    /// Adds a user.
    pub fn user(mut self, account: Account) -> Self {
        self.0.add_user(account);
        self
    }

    /// Adds a visitor with this token. The department may be given by its name, if it was added before.
    pub fn visitor(mut self, token: impl Into<VisitorToken>, set_up: impl FnOnce(Visitor) -> Visitor) -> Self {
        let mut visitor = set_up(self.0.guest(token.into()));
        if let Some(department) = visitor.department.as_ref().and_then(|named| self.0.department(named)) {
            visitor.department = Some(department.id.clone());
        }
        self.0.add_visitor(visitor);
        self
    }

    /// Opens a room at this time for the visitor with this token, who is added if need be. It waits in the queue of the
    /// visitor's department, unless it is given an [agent](RoomBuilder::agent).
    pub fn room(
        mut self,
        token: impl Into<VisitorToken>,
        now: Timestamp,
        set_up: impl FnOnce(RoomBuilder<'_>) -> RoomBuilder<'_>,
    ) -> Self {
        let world = &mut self.0;
        let visitor = world.guest(token.into());
        world.add_visitor(visitor.clone());
        if let Some(id) = world.open_room(&visitor.id, now) {
            let _ = set_up(RoomBuilder { world, id, visitor, now });
        }
        self
    }

    /// Lets agents work at these times alone, in UTC, save those whose departments have hours of their own. On days that are
    /// left out nobody works.
    pub fn business_hours(mut self, hours: impl IntoIterator<Item = WorkHourData>) -> Self {
        let world = &mut self.0;
        let mut sent = SaveBusinessHour::new("", "UTC", hours);
        sent.id = Some(world.default_hours(BEFORE));
        sent.hour_type = BusinessHourType::Default;
        world.save_hours(&sent, BEFORE);
        self.setting("Livechat_enable_business_hours", true)
    }

    /// Changes a setting of the workspace.
    ///
    /// # Panics
    ///
    /// As [`World::set_setting`] fails: there is no such setting, or it takes another kind of value.
    #[track_caller]
    #[expect(clippy::panic, reason = "a slip of the test's")]
    pub fn setting(mut self, name: &str, value: impl Into<Value>) -> Self {
        if let Err(error) = self.0.set_setting(name, value) {
            panic!("{error}");
        }
        self
    }

    /// The world.
    #[must_use]
    pub fn build(self) -> World {
        self.0
    }
}

/// Adds to a world that is there.
impl From<World> for WorldBuilder {
    fn from(world: World) -> Self {
        Self(world)
    }
}

impl DepartmentBuilder<'_> {
    /// Adds an agent to the department, as [`WorldBuilder::agent`] does to the workspace.
    pub fn agent(self, username: &str) -> Self {
        let agent = self.world.agent_named(username);
        self.world.add_department_agent(&self.id, agent);
        self
    }

    /// Lets the department's agents work at these times alone, in UTC. On days that are left out nobody works.
    pub fn business_hours(self, hours: impl IntoIterator<Item = WorkHourData>) -> Self {
        let Self { world, id } = self;
        let name = format!("hours of {id}");
        if let Some(hours) = world.save_hours(&SaveBusinessHour::new(name, "UTC", hours), BEFORE) {
            world.keep_hours(&hours, std::slice::from_ref(&id));
        }
        // Both settings are there.
        let _ = world.set_setting("Livechat_business_hour_type", "Multiple");
        let _ = world.set_setting("Livechat_enable_business_hours", true);
        Self { world, id }
    }

    /// Changes anything else about the department, apart from its id.
    pub fn modify(self, change: impl FnOnce(&mut Department)) -> Self {
        self.world.modify_department(&self.id, change);
        self
    }
}

impl RoomBuilder<'_> {
    /// Gives the room to an agent, who is added as [`WorldBuilder::agent`] does.
    pub fn agent(self, username: &str) -> Self {
        let agent = self.world.agent_named(username);
        self.world.serve_room(&self.id, agent, self.now);
        self
    }

    /// Adds a message of the visitor's, a second after what was there before.
    pub fn visitor_message(mut self, text: &str) -> Self {
        let now = self.next();
        self.world.visitor_writes(&self.id, None, &self.visitor, text, now);
        self
    }

    /// Adds a message of an agent's, a second after what was there before.
    pub fn agent_message(mut self, username: &str, text: &str) -> Self {
        let now = self.next();
        let agent = self.world.agent_named(username);
        self.world.add_agent_message(&self.id, agent, text, now);
        self
    }

    fn next(&mut self) -> Timestamp {
        self.now = self.now.saturating_add(Duration::from_secs(1));
        self.now
    }
}

#[cfg(test)]
mod tests {
    use livechat_sdk::model::UserStatus;

    use super::*;

    /// A Monday.
    const NOW: Timestamp = Timestamp::from_millis(1_767_571_200_000);

    fn monday() -> [WorkHourData; 1] {
        [WorkHourData::new("Monday", "09:00", "17:00")]
    }

    fn available(world: &mut World, hour: u64) -> Vec<&str> {
        world.advance(NOW.saturating_add(Duration::from_secs(hour * 3600)));
        let agents = world.users.accounts().filter(|account| account.has_role(AGENT) && account.is_available);
        agents.filter_map(|account| account.user.username.as_deref()).collect()
    }

    #[test]
    fn what_is_there_is_taken() {
        let world = World::builder()
            .user(Account::new("bob", "his password").status(UserStatus::Offline))
            .department("sales", |sales| sales.agent("bob"))
            .department("sales", |sales| {
                sales.agent("bob").agent("eve").modify(|sales| sales.email = Some("s@example.com".into()))
            })
            .agent("eve")
            .visitor("a", |ann| ann.name("Ann"))
            .visitor("a", |ann| ann.department("sales"))
            .room("a", NOW, |room| room)
            .build();
        let sales = world.department("sales").unwrap();
        assert_eq!((sales.agent_count, sales.email.as_deref()), (Some(2), Some("s@example.com")));
        assert_eq!(world.departments().count(), 1);
        // Beside the administrator and the bot.
        assert_eq!(world.users().count(), 4);
        let ann = world.visitor_by_token("a").unwrap();
        assert_eq!((ann.name.as_deref(), ann.department.as_ref()), (Some("Ann"), Some(&sales.id)));
        assert_eq!(ann.username.as_deref(), Some("guest-2"));
        let room = world.rooms().next().unwrap();
        assert_eq!((room.department_id.as_ref(), room.served_by.is_none()), (Some(&sales.id), true));
    }

    #[test]
    fn a_user_who_is_no_agent_becomes_one() {
        let world =
            World::builder().user(Account::new("bob", "p").id("b").role("livechat-manager")).agent("bob").build();
        let bob = world.users.by_id("b").unwrap();
        assert!(bob.has_role(AGENT) && bob.has_role("livechat-manager"), "{:?}", bob.user.roles);
    }

    #[test]
    fn a_room_has_an_agent_and_messages_in_order() {
        let world = World::builder()
            .room("a", NOW, |room| room.agent("bob").visitor_message("One").agent_message("bob", "Two"))
            .build();
        let room = world.rooms().next().unwrap();
        let bob = world.users().find(|user| user.username.as_deref() == Some("bob")).unwrap();
        assert_eq!(room.served_by.as_ref().unwrap().id.as_ref(), Some(&bob.id));
        let texts: Vec<_> = world.messages(&room.id).map(|message| message.text.as_str()).collect();
        assert!(texts.ends_with(&["One", "Two"]), "{texts:?}");
    }

    #[test]
    fn agents_keep_the_hours_of_the_workspace_or_of_their_department() {
        let mut world = World::builder().agent("bob").business_hours(monday()).build();
        let hours = [8, 9, 16, 17, 24 + 12].map(|hour| available(&mut world, hour).len());
        assert_eq!(hours, [0, 1, 1, 0, 0]);
        let early = [WorkHourData::new("Monday", "06:00", "08:00")];
        let mut world = World::builder()
            .agent("bob")
            .business_hours(monday())
            .department("sales", |sales| sales.agent("eve").business_hours(early))
            .build();
        assert_eq!([7, 10].map(|hour| available(&mut world, hour).join(" ")), ["eve", "bob"]);
    }

    #[test]
    #[should_panic(expected = "Livechat_no_such_thing")]
    fn a_setting_that_is_not_there_is_a_slip() {
        let _ = World::builder().setting("Livechat_no_such_thing", 1);
    }
}
