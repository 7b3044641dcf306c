use livechat_sdk::analytics::{GetChatCountsByAgent, GetChatCountsByAgentResponse};

use crate::{
    ServerError,
    analytics::charts,
    operation::{Call, Response, Simulate},
    sim::analytics::{rooms, span},
};

impl Simulate for GetChatCountsByAgent {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let span = span(&self.start, &self.end)?;
        let agents = charts::by_agent(rooms(call, self.department_id.as_ref()), span);
        Response::new(&GetChatCountsByAgentResponse::new(agents))
    }
}
