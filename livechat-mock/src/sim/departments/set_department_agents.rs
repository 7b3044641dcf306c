use livechat_sdk::departments::{SetDepartmentAgents, SetDepartmentAgentsResponse};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    shape::{Kind, Shape, Style, required},
};

impl Simulate for SetDepartmentAgents {
    const SHAPE: Shape = Shape {
        style: Style::Schema,
        fields: &[required("_id", Kind::String), required("upsert", super::AGENTS), required("remove", super::AGENTS)],
    };

    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        call.department(&self.id)?;
        for agent in &self.remove {
            call.world.remove_department_agent(&self.id, &agent.agent_id);
        }
        super::upsert_agents(&self.upsert, &self.id, call.world, call.now);
        Response::new(&SetDepartmentAgentsResponse::new())
    }
}
