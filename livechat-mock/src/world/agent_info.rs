//! The data of an agent that visitors see.

use livechat_sdk::{UserId, model::AgentInfo};

use super::World;

impl World {
    /// The data of an agent that the workspace shows to visitors.
    pub(crate) fn agent_info(&self, agent: &UserId) -> Option<AgentInfo> {
        let account = self.users.by_id(agent.as_str())?;
        let user = &account.user;
        if !self.settings.flag("Livechat_show_agent_info") {
            return Some(AgentInfo::hidden());
        }
        let mut info = AgentInfo::new(agent.clone(), user.username.clone().unwrap_or_default());
        info.name = user.name.clone();
        info.status = user.status.clone();
        info.livechat = account.livechat.clone();
        if self.settings.flag("Livechat_show_agent_email") {
            info.emails = user.emails.clone();
        }
        Some(info)
    }
}
