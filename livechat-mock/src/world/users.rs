//! The users of the workspace, and who is logged in.

use std::collections::HashMap;

use livechat_sdk::{
    AuthToken, DepartmentId, JsonObject, Password, UserId,
    model::{User, UserEmail, UserStatus},
};

use super::{
    Change, World,
    routing::AGENT,
    table::{Index, Slot, Table},
};

/// A user of the workspace, with what it takes to log in.
///
/// ```
/// use livechat_mock::{Account, World};
///
/// let mut world = World::empty();
/// let ann = world.add_account(Account::new("ann", "her password").name("Ann").role("livechat-agent"));
/// assert!(world.is_permitted(&ann, "view-l-room"));
/// ```
#[derive(Clone, Debug)]
#[must_use = "an account takes effect with `World::add_account`"]
pub struct Account {
    pub(crate) id: Option<UserId>,
    pub(crate) user: User,
    pub(crate) password: Password,
    pub(crate) second_factor: Option<Password>,
    /// Whether an agent takes conversations.
    pub(crate) is_available: bool,
    /// How many conversations an agent was given.
    pub(crate) livechat_count: u64,
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

#[derive(Clone, Debug, Default)]
pub(crate) struct Users {
    table: Table<Account>,
    by_name: Index,
    logins: HashMap<AuthToken, Slot>,
}

impl Users {
    /// Adds a user, in place of the one with the same id.
    pub(crate) fn add(&mut self, id: &UserId, account: Account) {
        self.put(self.table.find(id.as_str()), id, account);
    }

    /// Puts a user in place of another, who was logged in nowhere.
    pub(crate) fn replace(&mut self, old: &UserId, id: &UserId, account: Account) {
        let slot = self.table.rename(old.as_str(), id.as_str());
        self.put(slot, id, account);
    }

    fn put(&mut self, slot: Option<Slot>, id: &UserId, mut account: Account) {
        account.user.id = id.clone();
        let slot = match slot {
            Some(slot) => {
                self.names(slot, Index::remove);
                if let Some(old) = self.table.get_mut(slot) {
                    *old = account;
                }
                slot
            }
            None => self.table.push(id.as_str(), account),
        };
        self.names(slot, Index::add);
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

    /// Changes an account, apart from the id.
    pub(crate) fn update<R>(&mut self, id: &str, change: impl FnOnce(&mut Account) -> R) -> Option<R> {
        let slot = self.table.find(id)?;
        self.names(slot, Index::remove);
        let account = self.table.get_mut(slot)?;
        let result = change(account);
        account.user.id = id.into();
        self.names(slot, Index::add);
        Some(result)
    }

    /// Changes what is not part of the user's own record.
    pub(crate) fn update_account<R>(&mut self, id: &str, change: impl FnOnce(&mut Account) -> R) -> Option<R> {
        let slot = self.table.find(id)?;
        self.table.get_mut(slot).map(change)
    }

    pub(crate) fn accounts(&self) -> impl DoubleEndedIterator<Item = &Account> {
        self.table.iter()
    }

    /// Takes a user out, who is logged in nowhere then.
    pub(crate) fn remove(&mut self, id: &str) -> bool {
        let Some(slot) = self.table.find(id) else { return false };
        self.names(slot, Index::remove);
        self.logins.retain(|_, of| *of != slot);
        self.table.remove(id).is_some()
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

    /// Opens a login.
    pub(crate) fn log_in(&mut self, id: &str, token: AuthToken) -> bool {
        let slot = self.table.find(id);
        if let Some(slot) = slot {
            self.logins.insert(token, slot);
        }
        slot.is_some()
    }

    /// Ends a login.
    pub(crate) fn log_out(&mut self, token: &str) {
        self.logins.remove(token);
    }

    /// Whose login it is.
    pub(crate) fn logged_in(&self, token: &str) -> Option<&Account> {
        self.logins.get(token).and_then(|slot| self.table.get(*slot))
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

    /// Changes a user's account, and tells whoever listens.
    pub(crate) fn change_account<R>(&mut self, id: &UserId, change: impl FnOnce(&mut Account) -> R) -> Option<R> {
        let before = self.status(id);
        let result = self.users.update(id.as_str(), change)?;
        self.outbox.push(Change::User(id.clone()));
        self.tell_presence(id, before.as_ref());
        Some(result)
    }

    fn status(&self, id: &UserId) -> Option<UserStatus> {
        self.user(id).and_then(|user| user.status.clone())
    }

    fn tell_presence(&mut self, id: &UserId, before: Option<&UserStatus>) {
        if let Some(status) = self.status(id).filter(|status| Some(status) != before) {
            self.outbox.push(Change::Presence { user: id.clone(), status });
        }
    }

    /// Gives a user a role. A new agent takes conversations, unless offline.
    pub(crate) fn add_role(&mut self, id: &UserId, role: &str) {
        self.change_account(id, |account| {
            if !account.has_role(role) {
                account.user.roles.push(role.to_owned());
            }
            if role == AGENT {
                account.is_available = account.user.status != Some(UserStatus::Offline);
            }
        });
    }

    /// Lets a user take conversations, as an agent, or no longer.
    pub(crate) fn set_available(&mut self, id: &UserId, is_available: bool) {
        self.change_account(id, |account| account.is_available = is_available);
    }

    /// Takes a role from a user. Who is no agent any longer is in no department.
    pub(crate) fn remove_role(&mut self, id: &UserId, role: &str) {
        self.change_account(id, |account| account.user.roles.retain(|known| known != role));
        if role == AGENT {
            self.leave_departments(id, &[]);
        }
    }

    /// Takes an agent out of all departments but these.
    pub(crate) fn leave_departments(&mut self, agent: &UserId, but: &[DepartmentId]) {
        let departments: Vec<_> =
            self.departments.turns_of_agent(agent.as_str()).map(|turn| turn.department.clone()).collect();
        for department in departments.iter().filter(|department| !but.contains(department)) {
            self.remove_department_agent(department, agent);
        }
    }
}

/// Users, logins and permissions.
impl World {
    /// The users of the workspace, in the order in which they were added.
    pub fn users(&self) -> impl Iterator<Item = &User> {
        self.users.iter()
    }

    /// The user with this id.
    #[must_use]
    pub fn user(&self, id: &UserId) -> Option<&User> {
        self.users.by_id(id.as_str()).map(|account| &account.user)
    }

    /// Adds a user, in place of the one with the same id, if one was given.
    pub fn add_account(&mut self, account: Account) -> UserId {
        let id = account.id.clone().unwrap_or_else(|| self.ids.short().into());
        self.users.add(&id, account);
        id
    }

    /// Changes a user, apart from the id; `None` if there is no such user.
    pub fn update_user<R>(&mut self, id: &UserId, change: impl FnOnce(&mut User) -> R) -> Option<R> {
        let before = self.status(id);
        let result = self.users.update(id.as_str(), |account| change(&mut account.user))?;
        if self.status(id) != before {
            self.outbox.push(Change::User(id.clone()));
            self.tell_presence(id, before.as_ref());
        }
        Some(result)
    }

    /// Removes a user, who leaves all rooms and departments; `false` if there is no such user. The administrator stays.
    pub fn remove_user(&mut self, id: &UserId) -> bool {
        if *id == self.administrator || !self.users.remove(id.as_str()) {
            return false;
        }
        self.leave_departments(id, &[]);
        self.subscriptions.remove_user(id);
        self.outbox.push(Change::User(id.clone()));
        true
    }

    /// The administrator.
    #[must_use]
    pub fn administrator(&self) -> &UserId {
        &self.administrator
    }

    /// Logs a user in without a password, and answers the login's token; `None` if there is no such user.
    pub fn log_in(&mut self, user: &UserId) -> Option<AuthToken> {
        let token = AuthToken::from(self.ids.token());
        self.users.log_in(user.as_str(), token.clone()).then_some(token)
    }

    /// Ends a login.
    pub fn log_out(&mut self, token: &AuthToken) {
        self.users.log_out(token.expose());
    }

    /// Gives a permission to a role.
    pub fn grant(&mut self, permission: &str, role: &str) {
        self.permissions.grant(permission, role);
    }

    /// Takes a permission from a role.
    pub fn revoke(&mut self, permission: &str, role: &str) {
        self.permissions.revoke(permission, role);
    }

    /// Whether a user has a permission.
    #[must_use]
    pub fn is_permitted(&self, user: &UserId, permission: &str) -> bool {
        self.user(user).is_some_and(|user| self.permissions.allow(&user.roles, permission))
    }
}
