use livechat_sdk::{
    UserId,
    agents::{GetAgentInfo, GetAgentInfoResponse},
    model::AgentInfo,
};

use crate::{
    ServerError, World,
    shape::Shape,
    sim::{Answer, Behaviour, Call, Simulate},
};

impl Simulate for GetAgentInfo {
    const SHAPE: Shape = Shape::unchecked();
    const ANSWER: Option<Behaviour<Self>> = Some(answer);
}

fn answer(request: &GetAgentInfo, call: &mut Call<'_>) -> Result<Answer, ServerError> {
    call.visitor(&request.token)?;
    let room = call.room_of(&request.token, &request.room_id)?;
    let agent = room.served_by.as_ref().map(|agent| agent.id.clone());
    let info = agent.and_then(|agent| agent_info(call.world, &agent));
    Answer::json(&GetAgentInfoResponse::new(info.ok_or_else(|| ServerError::plain("invalid-agent"))?))
}

/// What the workspace tells visitors of an agent.
pub(crate) fn agent_info(world: &World, agent: &UserId) -> Option<AgentInfo> {
    let account = world.users.by_id(agent.as_str())?;
    let user = &account.user;
    if !world.settings.flag("Livechat_show_agent_info") {
        return Some(AgentInfo::hidden());
    }
    let mut info = AgentInfo::new(agent.clone(), user.username.clone().unwrap_or_default());
    info.name = user.name.clone();
    info.status = user.status.clone();
    info.livechat = account.livechat.clone();
    if world.settings.flag("Livechat_show_agent_email") {
        info.emails = user.emails.clone();
    }
    Some(info)
}
