//! Routing: which agent gets a conversation.

use livechat_sdk::{DepartmentId, UserId, model::UserStatus};

use super::{Account, World};
use crate::Edition;

/// The role of agents.
pub(crate) const AGENT: &str = "livechat-agent";

impl World {
    /// Whether conversations wait in the queue until an agent takes them.
    pub(crate) fn is_manual(&self) -> bool {
        self.settings.text("Livechat_Routing_Method") == "Manual_Selection"
    }

    /// Which agent is next, where nobody takes conversations from the queue.
    fn turns(&self) -> Turns {
        match self.settings.text("Livechat_Routing_Method") {
            "Load_Balancing" if self.edition() == Edition::Enterprise => Turns::ByLoad,
            "Load_Rotation" if self.edition() == Edition::Enterprise => Turns::InRotation,
            _ => Turns::ByCount,
        }
    }

    /// Whether a user can be given conversations: an agent, active, available and not offline. Bots are never offline.
    pub(crate) fn is_online_agent(&self, user: &UserId) -> bool {
        self.users.by_id(user.as_str()).is_some_and(is_online_agent)
    }

    /// Whether a user may take a conversation: an agent, active and available. The presence counts only where the
    /// workspace says that an agent who is away takes none.
    pub(crate) fn may_take(&self, user: &UserId) -> bool {
        let Some(account) = self.users.by_id(user.as_str()) else { return false };
        let is_agent = account.user.roles.iter().any(|role| role == AGENT);
        let is_away = account.user.status_connection == Some(UserStatus::Away);
        let takes = self.settings.flag("Livechat_enabled_when_agent_idle") || (is_online_agent(account) && !is_away);
        is_agent && account.user.active != Some(false) && account.is_available && takes
    }

    /// The agents of a department, or all, who can be given conversations.
    pub(crate) fn online_agents(&self, department: Option<&DepartmentId>) -> impl Iterator<Item = &Account> {
        let all = department.is_none().then(|| self.users.accounts()).into_iter().flatten();
        let turns = department.into_iter().flat_map(|department| self.departments.turns_of(department.as_str()));
        let of_department = turns.filter_map(|turn| self.users.by_id(turn.agent.as_str()));
        all.chain(of_department).filter(|account| is_online_agent(account))
    }

    /// The next agent who may have another conversation. By count: in a department the one with the lowest count there, then by
    /// order; else the one who was given the fewest conversations. By load: the one who has the fewest now. In rotation: the
    /// one whose last turn is the longest ago. Then by user name. It was the agent's turn then.
    pub(crate) fn next_agent(&mut self, department: Option<&DepartmentId>) -> Option<UserId> {
        self.next_agent_but(department, None)
    }

    /// The same, without one agent.
    pub(crate) fn next_agent_but(
        &mut self,
        department: Option<&DepartmentId>,
        other: Option<&UserId>,
    ) -> Option<UserId> {
        let turns = self.turns();
        let key = |account: &Account| match turns {
            Turns::ByLoad => (i128::from(self.chats_of(&account.user.id, None)), 0),
            Turns::InRotation => (i128::from(account.last_turn), 0),
            Turns::ByCount => {
                let turn = department.and_then(|department| self.department_agent(department, &account.user.id));
                let own = i128::from(account.livechat_count);
                turn.map_or((own, 0), |turn| (turn.count.into(), turn.order))
            }
        };
        let agent = self
            .online_agents(department)
            .filter(|account| Some(&account.user.id) != other && self.may_have_another(account, department))
            .min_by_key(|account| (key(account), account.user.username.clone()))
            .map(|account| account.user.id.clone())?;
        if turns == Turns::InRotation {
            let last = self.users.accounts().map(|account| account.last_turn).max().unwrap_or_default();
            self.modify_account(&agent, |account| account.last_turn = last + 1);
        }
        match department {
            Some(department) => self.modify_department_agent(department, &agent, |turn| turn.count += 1),
            None => {
                self.modify_account(&agent, |account| account.livechat_count += 1);
            }
        }
        Some(agent)
    }

    /// The department for a visitor who named none: the first that is enabled, shown at registration, and has an agent
    /// online.
    pub(crate) fn default_department(&self) -> Option<DepartmentId> {
        let is_open = |id: &DepartmentId| self.online_agents(Some(id)).next().is_some();
        self.departments
            .iter()
            .filter(|department| department.enabled == Some(true) && department.show_on_registration == Some(true))
            .map(|department| &department.id)
            .find(|id| is_open(id))
            .cloned()
    }
}

/// Whose turn it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Turns {
    ByCount,
    ByLoad,
    InRotation,
}

fn is_online_agent(account: &Account) -> bool {
    let user = &account.user;
    let is_there = user.status.as_ref().is_some_and(|status| *status != UserStatus::Offline);
    account.has_role(AGENT)
        && user.active != Some(false)
        && account.is_available
        && (is_there || account.has_role("bot"))
}
