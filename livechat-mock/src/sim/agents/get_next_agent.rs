use livechat_sdk::{
    agents::{GetNextAgent, GetNextAgentResponse},
    model::AgentInfo,
};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for GetNextAgent {
    /// The token is not looked at but for an open room. Whose turn it is moves on with each call.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        if !call.world.rooms.open_of_token(self.token.expose()).is_empty() {
            return Response::new(&GetNextAgentResponse::new(None));
        }
        let next = if call.world.is_manual() { None } else { call.world.next_agent(self.department.as_ref()) };
        let Some(agent) = next else {
            return Err(ServerError::plain("agent-not-found")
                .hint("no agent is online, or agents take conversations themselves"));
        };
        let username = call.world.user(&agent).and_then(|user| user.username.clone());
        let mut info = if call.world.settings.flag("Livechat_show_agent_info") {
            AgentInfo::default()
        } else {
            AgentInfo::hidden()
        };
        if !info.is_hidden() {
            (info.agent_id, info.username) = (Some(agent), username);
        }
        Response::new(&GetNextAgentResponse::new(Some(info)))
    }
}
