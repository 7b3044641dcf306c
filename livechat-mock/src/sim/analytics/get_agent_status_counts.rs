use livechat_sdk::{
    analytics::{GetAgentStatusCounts, GetAgentStatusCountsResponse},
    model::UserStatus,
};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    sim::analytics::named,
    world::{AGENT, Account},
};

impl Simulate for GetAgentStatusCounts {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let world = &*call.world;
        let department = named(self.department_id.as_ref());
        let is_of =
            |agent: &Account| department.is_none_or(|department| world.is_department_agent(department, &agent.user.id));
        let (mut offline, mut away, mut busy, mut available) = (0, 0, 0, 0);
        let mut agents = world.users.accounts().filter(|account| account.has_role(AGENT) && is_of(account)).peekable();
        if agents.peek().is_none() {
            return Response::new(&GetAgentStatusCountsResponse::of_nobody());
        }
        for agent in agents {
            match &agent.user.status {
                _ if !agent.is_available => offline += 1,
                Some(UserStatus::Offline) => offline += 1,
                Some(UserStatus::Away) => away += 1,
                Some(UserStatus::Busy) => busy += 1,
                Some(UserStatus::Online) => available += 1,
                _ => {}
            }
        }
        Response::new(&GetAgentStatusCountsResponse::new(offline, away, busy, available))
    }
}
