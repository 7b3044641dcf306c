use livechat_sdk::{
    agents::{SetAgentStatus, SetAgentStatusResponse},
    model::AgentStatus,
};
use serde_json::json;

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    sim::users::status,
};

impl Simulate for SetAgentStatus {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let agent = self.agent_id.as_ref().or(call.caller).cloned();
        let Some((agent, account)) = agent.and_then(|agent| call.world.agent(&agent).map(|account| (agent, account)))
        else {
            return Err(ServerError::new(404, json!({"success": false, "error": "Agent not found"}))
                .hint("it takes the id of a user with the role livechat-agent"));
        };
        if account.user.active == Some(false) {
            return Err(ServerError::plain("error-user-deactivated"));
        }
        let present = status(account);
        let wanted = self.status.clone().unwrap_or(match present {
            AgentStatus::Available => AgentStatus::NotAvailable,
            _ => AgentStatus::Available,
        });
        // Who asks for what is so already needs no permission.
        if wanted != present {
            if Some(&agent) != call.caller && !call.is_permitted("manage-livechat-agents") {
                return Err(ServerError::unauthorized()
                    .hint("another agent's status takes the permission manage-livechat-agents"));
            }
            if wanted == AgentStatus::Available && !call.world.is_in_hours(&agent) {
                if Some(&agent) == call.caller {
                    return Err(ServerError::plain("error-business-hours-are-closed").hint(OUTSIDE_OF_HOURS));
                }
                call.add_hint(format!("the status stays as it is: {OUTSIDE_OF_HOURS}"));
                return Response::new(&SetAgentStatusResponse::new(present));
            }
            call.world.set_available(&agent, wanted == AgentStatus::Available);
        }
        Response::new(&SetAgentStatusResponse::new(wanted))
    }
}

/// Why an agent cannot be available.
const OUTSIDE_OF_HOURS: &str =
    "the setting Livechat_enable_business_hours is on, and none of the agent's business hours is open";
