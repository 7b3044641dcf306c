//! The users of the workspace, and who is logged in.

use std::collections::BTreeSet;

use livechat_sdk::{
    AuthToken, BusinessHourId, DepartmentId, JsonObject, Password, UserId,
    model::{User, UserEmail, UserStatus},
};

use super::{
    Change, World,
    logins::Logins,
    outbox::Outbox,
    routing::AGENT,
    table::{Index, Record, Slot, Table},
    units::MONITOR,
};

/// A user of the workspace, with what it takes to log in.
///
/// ```
/// use livechat_mock::{Account, World};
///
/// let mut world = World::empty();
/// let ann = world.add_user(Account::new("ann", "her password").name("Ann").role("livechat-agent"));
/// assert!(world.is_permitted(&ann, "view-l-room"));
/// ```
#[derive(Clone, Debug)]
#[must_use = "an account takes effect with `World::add_user`"]
pub struct Account {
    pub(crate) id: Option<UserId>,
    pub(crate) user: User,
    pub(crate) password: Password,
    pub(crate) second_factor: Option<Password>,
    /// Whether an agent takes conversations.
    pub(crate) is_available: bool,
    /// How many conversations an agent was given.
    pub(crate) livechat_count: u64,
    /// When it was last an agent's turn: a number that rises with each turn of anybody's.
    pub(crate) last_turn: u64,
    /// The business hours that are open for an agent.
    pub(crate) open_hours: Vec<BusinessHourId>,
    /// An agent's own limits.
    pub(crate) livechat: Option<JsonObject>,
}

impl Account {
    /// A user who is active and online, in the role `user`, with this user name and password.
    pub fn new(username: impl Into<String>, password: impl Into<Password>) -> Self {
        let username = username.into();
        let user = User::new("")
            .name(username.clone())
            .username(username)
            .status(UserStatus::Online)
            .status_connection(UserStatus::Online)
            .roles(["user".to_owned()])
            .active(true)
            .utc_offset(0.0)
            .settings(JsonObject::new());
        Self {
            id: None,
            user,
            password: password.into(),
            second_factor: None,
            is_available: true,
            livechat_count: 0,
            last_turn: 0,
            open_hours: Vec::new(),
            livechat: None,
        }
    }

    /// The user's id; drawn from the world's seed if not given.
    pub fn id(mut self, id: impl Into<UserId>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// The name to show; the user name if not given.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.user = self.user.name(name.into());
        self
    }

    /// Adds an e-mail address, confirmed. One can log in with it.
    pub fn email(mut self, address: impl Into<String>) -> Self {
        self.user.emails.push(UserEmail::verified(address));
        self
    }

    /// Adds a role, such as `livechat-agent`.
    pub fn role(mut self, role: impl Into<String>) -> Self {
        self.user.roles.push(role.into());
        self
    }

    /// Sets the presence.
    pub fn status(mut self, status: UserStatus) -> Self {
        self.user = self.user.status(status);
        self
    }

    /// Whether the user takes conversations, as an agent; so it is if not given.
    pub fn available(mut self, is_available: bool) -> Self {
        self.is_available = is_available;
        self
    }

    /// Makes a login ask for this code as the second factor.
    pub fn second_factor(mut self, code: impl Into<Password>) -> Self {
        self.second_factor = Some(code.into());
        self
    }

    pub(crate) fn has_role(&self, role: &str) -> bool {
        self.user.roles.iter().any(|known| known == role)
    }
}

impl Record for Account {
    type Id = UserId;

    fn id(&self) -> &UserId {
        &self.user.id
    }

    fn id_mut(&mut self) -> &mut UserId {
        &mut self.user.id
    }

    fn changed(&self, id: UserId) -> Option<Change> {
        Some(Change::User(id))
    }
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Users {
    table: Table<Account>,
    by_name: Index,
    logins: Logins,
    /// Who was added, changed or removed since it was asked last.
    changed: BTreeSet<UserId>,
}

impl Users {
    /// Adds a user, or replaces the one with the same id.
    pub(super) fn put(&mut self, id: &UserId, mut account: Account, outbox: &mut Outbox) {
        account.user.id = id.clone();
        self.changed.insert(id.clone());
        if let Some(known) = self.table.find(id.as_str()) {
            self.names(known, Index::remove);
        }
        let (slot, _) = self.table.put(account, outbox);
        self.names(slot, Index::add);
    }

    /// Replaces a user, who has no logins, by another.
    pub(super) fn replace(&mut self, old: &UserId, id: &UserId, account: Account, outbox: &mut Outbox) {
        outbox.push(Change::User(old.clone()));
        self.changed.insert(old.clone());
        self.table.rename(old.as_str(), id.as_str());
        self.put(id, account, outbox);
    }

    /// The names that one may log in with.
    fn names(&mut self, slot: Slot, step: fn(&mut Index, &str, Slot)) {
        let Some(Account { user, .. }) = self.table.get(slot) else { return };
        for name in user.username.iter().chain(user.emails.iter().map(|email| &email.address)) {
            step(&mut self.by_name, name, slot);
        }
    }

    pub(crate) fn by_id(&self, id: &str) -> Option<&Account> {
        self.table.by_id(id)
    }

    /// Changes an account, apart from the user's id. Another presence is announced by itself.
    fn modify<R>(&mut self, id: &str, outbox: &mut Outbox, change: impl FnOnce(&mut Account) -> R) -> Option<R> {
        let slot = self.table.find(id)?;
        let before = self.table.get(slot)?.user.status.clone();
        self.names(slot, Index::remove);
        let result = self.table.modify(slot, outbox, change);
        self.names(slot, Index::add);
        let User { id, status, .. } = &self.table.get(slot)?.user;
        self.changed.insert(id.clone());
        if let Some(status) = status.as_ref().filter(|status| before.as_ref() != Some(status)) {
            outbox.push(Change::Presence { user: id.clone(), status: status.clone() });
        }
        result
    }

    /// Who was added, changed or removed since the last time.
    pub(super) fn take_changed(&mut self) -> BTreeSet<UserId> {
        std::mem::take(&mut self.changed)
    }

    pub(crate) fn accounts(&self) -> impl DoubleEndedIterator<Item = &Account> {
        self.table.iter()
    }

    /// Removes a user with all logins; false if there is no such user.
    fn remove(&mut self, id: &str, outbox: &mut Outbox) -> bool {
        let Some(slot) = self.table.find(id) else { return false };
        self.names(slot, Index::remove);
        self.logins.end_all(slot);
        self.changed.insert(id.into());
        self.table.remove(id, outbox).is_some()
    }

    /// The user with this user name or e-mail address.
    pub(crate) fn by_name(&self, name: &str) -> Option<&Account> {
        self.by_name.first(name).and_then(|slot| self.table.get(slot))
    }

    /// The user with this user name.
    pub(crate) fn by_username(&self, name: &str) -> Option<&Account> {
        let mut named = self.by_name.all(name).iter().filter_map(|slot| self.table.get(*slot));
        named.find(|account| account.user.username.as_deref() == Some(name))
    }

    /// The tokens of a user's logins, the oldest first.
    pub(super) fn logins_of(&self, id: &str) -> impl Iterator<Item = &AuthToken> {
        self.table.find(id).into_iter().flat_map(|slot| self.logins.of(slot))
    }

    /// Adds a login.
    pub(super) fn log_in(&mut self, id: &str, token: AuthToken) -> bool {
        let slot = self.table.find(id);
        if let Some(slot) = slot {
            self.logins.add(slot, token);
        }
        slot.is_some()
    }

    /// Ends a login.
    pub(crate) fn log_out(&mut self, token: &str) {
        self.logins.end(token);
    }

    /// Whose login it is.
    pub(crate) fn logged_in(&self, token: &str) -> Option<&Account> {
        self.logins.user(token).and_then(|slot| self.table.get(slot))
    }

    /// How many logins have ended so far.
    pub(crate) fn ended_logins(&self) -> u64 {
        self.logins.ended()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &User> {
        self.table.iter().map(|account| &account.user)
    }
}

/// Agents and managers.
impl World {
    /// The agent with this id.
    pub(crate) fn agent(&self, id: &UserId) -> Option<&Account> {
        self.users.by_id(id.as_str()).filter(|account| account.has_role(AGENT))
    }

    /// Changes a user's account, apart from the user's id; `None` if there is no such user.
    pub(crate) fn modify_account<R>(
        &mut self,
        id: impl AsRef<str>,
        change: impl FnOnce(&mut Account) -> R,
    ) -> Option<R> {
        self.users.modify(id.as_ref(), &mut self.outbox, change)
    }

    /// Gives a user a role. A new agent takes conversations, unless offline.
    pub(crate) fn add_role(&mut self, id: &UserId, role: &str) {
        self.modify_account(id, |account| {
            if !account.has_role(role) {
                account.user.roles.push(role.to_owned());
            }
            if role == AGENT {
                account.is_available = account.user.status != Some(UserStatus::Offline);
            }
        });
        if role == AGENT {
            self.admit_agent(id);
        }
    }

    /// Lets a user take conversations, as an agent, or no longer.
    pub(crate) fn set_available(&mut self, id: &UserId, is_available: bool) {
        self.modify_account(id, |account| account.is_available = is_available);
    }

    /// Takes a role from a user. A user who is no agent any longer leaves all departments, one who is no monitor all units.
    pub(crate) fn remove_role(&mut self, id: &UserId, role: &str) {
        self.modify_account(id, |account| account.user.roles.retain(|known| known != role));
        self.hours_changed();
        match role {
            AGENT => self.leave_departments(id, &[]),
            MONITOR => self.leave_units(id),
            _ => {}
        }
    }

    /// Removes an agent from all departments but these.
    pub(crate) fn leave_departments(&mut self, agent: &UserId, but: &[DepartmentId]) {
        let departments: Vec<_> =
            self.departments.turns_of_agent(agent.as_str()).map(|turn| turn.department.clone()).collect();
        for department in departments.iter().filter(|department| !but.contains(department)) {
            self.remove_department_agent(department, agent);
        }
    }
}

/// Users and logins.
impl World {
    /// The users of the workspace, in the order in which they were added.
    pub fn users(&self) -> impl Iterator<Item = &User> {
        self.users.iter()
    }

    /// The user with this id.
    #[must_use]
    pub fn user(&self, id: impl AsRef<str>) -> Option<&User> {
        self.users.by_id(id.as_ref()).map(|account| &account.user)
    }

    /// Adds a user, or replaces the one with the same id. If the account has no id, one is drawn.
    pub fn add_user(&mut self, account: Account) -> UserId {
        let id = account.id.clone().unwrap_or_else(|| self.ids.short().into());
        let is_agent = account.has_role(AGENT);
        self.users.put(&id, account, &mut self.outbox);
        if is_agent {
            self.admit_agent(&id);
        }
        id
    }

    /// Changes a user, apart from the id; `None` if there is no such user.
    pub fn modify_user<R>(&mut self, id: impl AsRef<str>, change: impl FnOnce(&mut User) -> R) -> Option<R> {
        self.modify_account(id, |account| change(&mut account.user))
    }

    /// Removes a user, also from all rooms and departments; `false` if there is no such user. The administrator cannot be
    /// removed.
    pub fn remove_user(&mut self, id: impl Into<UserId>) -> bool {
        let id = id.into();
        if id == self.administrator || !self.users.remove(id.as_str(), &mut self.outbox) {
            return false;
        }
        self.leave_departments(&id, &[]);
        self.leave_units(&id);
        self.subscriptions.remove_user(&id, &mut self.outbox);
        true
    }

    /// The administrator.
    #[must_use]
    pub fn administrator(&self) -> &UserId {
        &self.administrator
    }

    /// Logs a user in without a password, and returns the login's token; `None` if there is no such user. A user has 1000
    /// logins at most: one more ends the oldest.
    pub fn log_in(&mut self, user: impl AsRef<str>) -> Option<AuthToken> {
        let token = AuthToken::from(self.ids.token());
        self.users.log_in(user.as_ref(), token.clone()).then_some(token)
    }

    /// Ends a login.
    pub fn log_out(&mut self, token: &AuthToken) {
        self.users.log_out(token.expose());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_administrator_takes_the_place_of_the_first() {
        let world = World::empty().with_administrator("root", "password");
        let names: Vec<_> = world.users().map(|user| user.username.as_deref().unwrap()).collect();
        assert_eq!(names, ["root", "rocket.cat"]);
    }
}
