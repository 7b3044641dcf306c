use livechat_sdk::{
    departments::{SetDepartmentAgents, SetDepartmentAgentsResponse},
    model::DepartmentAgentData,
};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for SetDepartmentAgents {
    /// Up to 7.0 the handler looks at the two lists, and at the ids in the first.
    const CONTRACT: Option<&'static str> = Some("match {upsert:[{agentId:string, ...}], remove:[{...}], ...}");

    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        call.department_or(&self.id, ServerError::reason("Department not found", "error-department-not-found"))?;
        for agent in &self.remove {
            call.world.remove_department_agent(&self.id, &agent.agent_id);
        }
        let upsert = self.upsert.iter().map(|agent| {
            let mut data = DepartmentAgentData::new(agent.agent_id.clone());
            (data.count, data.order) = (agent.count, agent.order);
            data
        });
        super::upsert_agents(upsert, &self.id, call.world, call.origin.now);
        call.hint_at_unknown_users("upsert", self.upsert.iter().map(|agent| &agent.agent_id));
        Response::new(&SetDepartmentAgentsResponse::new())
    }
}
