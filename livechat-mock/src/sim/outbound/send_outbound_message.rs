use livechat_sdk::{Acknowledged, outbound::SendOutboundMessage};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for SendOutboundMessage {
    /// The vendor publishes types of it, and no validator.
    const CONTRACT: Option<&'static str> = Some(
        "typed {to:string notEmpty, type:string in(\"template\"), templateProviderPhoneNumber?:string, template?:{name:string, \
         language:{code:string, policy?:string in(\"deterministic\" \"fallback\")}, \
         components?:[{type:string in(\"header\" \"body\" \"footer\" \"button\"), parameters:[{type:string in(\"text\" \"currency\" \
         \"date_time\" \"media\" \"document\" \"video\" \"image\"), ...}]}], namespace?:string}, agentId?:string, \
         departmentId?:string}",
    );

    /// What a server hands to the app of the provider goes nowhere.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        check_department(self, call)?;
        check_agent(self, call)?;
        call.world.outbound_provider(&self.id).ok_or_else(|| ServerError::plain("error-invalid-provider"))?;
        call.add_hint("nothing is sent: no app stands behind the provider");
        Response::new(&Acknowledged::default())
    }
}

/// The department is there, and the caller may choose it.
fn check_department(message: &SendOutboundMessage, call: &Call<'_>) -> Result<(), ServerError> {
    let Some(id) = &message.department_id else { return Ok(()) };
    let department = call.world.department(id.as_str()).filter(|department| department.enabled == Some(true));
    let Some(department) = department else { return Err(ServerError::plain("error-invalid-department")) };
    let serves = call.caller.is_some_and(|caller| call.world.is_department_agent(&department.id, caller));
    if serves || call.is_permitted("outbound.can-assign-queues") {
        return Ok(());
    }
    Err(ServerError::plain("error-invalid-department")
        .hint("without the permission outbound.can-assign-queues, it has to be a department that the caller serves"))
}

/// The agent is one, of the department, and the caller may choose them.
fn check_agent(message: &SendOutboundMessage, call: &Call<'_>) -> Result<(), ServerError> {
    let Some(agent) = &message.agent_id else { return Ok(()) };
    if call.world.agent(agent).is_none() {
        return Err(ServerError::plain("error-invalid-agent").hint("no agent has this id"));
    }
    let is_limited =
        call.is_permitted("outbound.can-assign-self-only") && !call.is_permitted("outbound.can-assign-any-agent");
    if is_limited && call.caller != Some(agent) {
        return Err(ServerError::plain("error-invalid-agent")
            .hint("without the permission outbound.can-assign-any-agent, it has to be the caller"));
    }
    match &message.department_id {
        Some(department) if !call.world.is_department_agent(department, agent) => {
            Err(ServerError::plain("error-agent-not-in-department"))
        }
        _ => Ok(()),
    }
}
