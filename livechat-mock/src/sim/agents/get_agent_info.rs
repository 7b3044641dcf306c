use livechat_sdk::agents::{GetAgentInfo, GetAgentInfoResponse};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for GetAgentInfo {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        call.visitor(&self.token)?;
        let room = call.room_of(&self.token, &self.room_id)?;
        let agent = room.served_by.as_ref().and_then(|agent| agent.id.clone());
        let info = agent.and_then(|agent| call.world.agent_info(&agent));
        Response::new(&GetAgentInfoResponse::new(info.ok_or_else(|| ServerError::plain("invalid-agent"))?))
    }
}
