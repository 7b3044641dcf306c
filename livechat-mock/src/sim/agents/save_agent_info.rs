use livechat_sdk::{Acknowledged, agents::SaveAgentInfo};
use serde_json::Value;

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    sim::places,
};

impl Simulate for SaveAgentInfo {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let agent = &self.agent_id;
        if call.world.agent(agent).is_none() {
            return Err(ServerError::plain("error-user-is-not-agent")
                .hint("no user with the role livechat-agent has this id; a user name is none"));
        }
        let is_empty = |value: &Value| value.is_null() || value.as_str().is_some_and(str::is_empty);
        let data = self.agent_data.iter().filter(|(_, value)| !is_empty(value));
        let data = data.map(|(key, value)| (key.clone(), value.clone())).collect();
        call.world.modify_account(agent, |account| account.livechat = Some(data));
        call.world.leave_departments(agent, &self.agent_departments);
        for department in &self.agent_departments {
            if let Some(id) = call.world.departments.by_id(department.as_str()).map(|known| known.id.clone()) {
                call.world.add_department_agent(&id, agent);
            }
        }
        let nowhere = places("agentDepartments", &self.agent_departments, |id| call.world.departments.has(id));
        call.hint_at(nowhere, "no department has this id, so it is passed over");
        Response::new(&Acknowledged::default())
    }
}
