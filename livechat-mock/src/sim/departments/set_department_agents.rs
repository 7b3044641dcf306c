use livechat_sdk::departments::{SetDepartmentAgents, SetDepartmentAgentsResponse};

use crate::{
    ServerError,
    shape::{Kind, Shape, Style, required},
    sim::{Answer, Behaviour, Call, Simulate},
};

impl Simulate for SetDepartmentAgents {
    const SHAPE: Shape = Shape {
        style: Style::Schema,
        fields: &[required("_id", Kind::String), required("upsert", super::AGENTS), required("remove", super::AGENTS)],
    };
    const ANSWER: Option<Behaviour<Self>> = Some(answer);
}

fn answer(request: &SetDepartmentAgents, call: &mut Call<'_>) -> Result<Answer, ServerError> {
    call.department(&request.id)?;
    for agent in &request.remove {
        call.world.remove_department_agent(&request.id, &agent.agent_id);
    }
    super::upsert_agents(&request.upsert, &request.id, call.world, call.now);
    Answer::json(&SetDepartmentAgentsResponse::new())
}
