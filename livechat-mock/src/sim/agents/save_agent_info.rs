use livechat_sdk::{Acknowledged, agents::SaveAgentInfo};
use serde_json::{Value, json};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for SaveAgentInfo {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let agent = &self.agent_id;
        if call.world.agent(agent).is_none() {
            return Err(ServerError::reason("User is not a livechat agent", "error-user-is-not-agent")
                .details(json!({"method": "livechat:saveAgentInfo"})));
        }
        let is_empty = |value: &Value| value.is_null() || value.as_str().is_some_and(str::is_empty);
        let data = self.agent_data.iter().filter(|(_, value)| !is_empty(value));
        let data = data.map(|(key, value)| (key.clone(), value.clone())).collect();
        call.world.modify_account(agent, |account| account.livechat = Some(data));
        call.world.leave_departments(agent, &self.agent_departments);
        for department in &self.agent_departments {
            // A department that does not exist is passed over.
            if let Some(id) = call.world.departments.by_id(department.as_str()).map(|known| known.id.clone()) {
                call.world.add_department_agent(&id, agent);
            }
        }
        Response::new(&Acknowledged::default())
    }
}
