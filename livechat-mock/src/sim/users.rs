//! Agents and managers.

mod add_user;
mod get_user;
mod list_users;
mod remove_user;

use livechat_sdk::model::{Agent, AgentStatus, User, UserType};

use crate::{
    ServerError,
    sim::list::contains,
    world::{AGENT, Account},
};

const MANAGER: &str = "livechat-manager";

/// The role of users of this type.
fn role(user_type: &UserType) -> Result<&'static str, ServerError> {
    match user_type {
        UserType::Agent => Ok(AGENT),
        UserType::Manager => Ok(MANAGER),
        _ => Err(ServerError::plain("Invalid type").hint("the type is agent or manager")),
    }
}

/// Whether a text is in the user name, the name or an address of a user.
pub(crate) fn matches(user: &User, text: &str) -> bool {
    contains(user.username.as_deref(), text)
        || contains(user.name.as_deref(), text)
        || user.emails.iter().any(|email| contains(Some(&email.address), text))
}

/// A user as agents, managers and monitors are shown.
pub(crate) fn shown(account: &Account) -> Agent {
    let user = &account.user;
    let mut shown = Agent::new(user.id.clone()).emails(user.emails.clone());
    shown.username.clone_from(&user.username);
    shown.name.clone_from(&user.name);
    shown.status.clone_from(&user.status);
    shown.livechat_status = account.has_role(AGENT).then(|| status(account));
    shown.livechat.clone_from(&account.livechat);
    shown
}

/// Whether an agent takes conversations.
pub(crate) fn status(account: &Account) -> AgentStatus {
    if account.is_available { AgentStatus::Available } else { AgentStatus::NotAvailable }
}
