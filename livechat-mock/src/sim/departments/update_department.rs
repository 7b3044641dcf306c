use livechat_sdk::departments::{UpdateDepartment, UpdateDepartmentResponse};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for UpdateDepartment {
    /// The handler matches; the validator is that of creating a department alone.
    const CONTRACT: Option<&'static str> =
        Some("match {department:{...}, agents?:array, departmentUnit?:{_id?:string}}");
    const CONTENTS: Option<&'static str> = Some(super::CONTENTS);

    /// Agents are passed over where the caller may not add any. A unit that is not given is none.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let (id, data, now) = (&self.id, &self.department, call.origin.now);
        if !call.is_permitted("manage-livechat-departments") {
            return Err(ServerError::plain("error-not-allowed")
                .hint("the caller lacks the permission manage-livechat-departments"));
        }
        super::check(data, Some(id), self.department_unit.as_ref(), call)?;
        let known = call.department_or(id, ServerError::internal(call.world.server_version()))?;
        let written = super::written(data, known, now)?;
        call.world.modify_department(id, |department| *department = written);
        if !data.enabled {
            call.world.leave_hours(id);
        }
        if call.is_permitted("add-livechat-department-agents") {
            super::upsert_agents(self.agents.iter().cloned(), id, call.world, now);
            call.hint_at_unknown_users("agents", self.agents.iter().map(|agent| &agent.agent_id));
        } else if !self.agents.is_empty() {
            let reason = "the caller lacks the permission add-livechat-department-agents, so they are passed over";
            call.hint_at(["/agents".to_owned()], reason);
        }
        call.move_to_unit(id, self.department_unit.as_ref());
        let agents = super::shown_agents(id, call.world);
        let stored = call.department_or(id, ServerError::internal(call.world.server_version()))?.clone();
        let response = UpdateDepartmentResponse::new(stored, agents);
        Response::new(&response)
    }
}
