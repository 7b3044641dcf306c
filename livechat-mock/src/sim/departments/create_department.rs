use livechat_sdk::{
    departments::{CreateDepartment, CreateDepartmentResponse},
    model::Department,
};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for CreateDepartment {
    const CONTENTS: Option<&'static str> = Some(super::CONTENTS);

    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        super::check(&self.department, None, None, call)?;
        let department = Department::new("", "").department_type("d").agent_count(0);
        let id = call.world.add_department(super::written(&self.department, &department, call.origin.now)?);
        super::upsert_agents(self.agents.iter().cloned(), &id, call.world, call.origin.now);
        call.hint_at_unknown_users("agents", self.agents.iter().map(|agent| &agent.agent_id));
        call.move_to_unit(&id, self.department_unit.as_ref());
        let agents = super::shown_agents(&id, call.world);
        let stored = call.department_or(&id, ServerError::internal(call.world.server_version()))?.clone();
        let response = CreateDepartmentResponse::new(stored, agents);
        Response::new(&response)
    }
}
