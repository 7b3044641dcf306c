use livechat_sdk::departments::{UpdateDepartment, UpdateDepartmentResponse};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    shape::{Kind, Shape, Style, optional, required},
};

impl Simulate for UpdateDepartment {
    const SHAPE: Shape = Shape {
        style: Style::Schema,
        fields: &[
            required("_id", Kind::String),
            required("department", super::DEPARTMENT),
            optional("agents", super::AGENTS),
            optional("departmentUnit", super::UNIT),
        ],
    };

    /// Agents are passed over where the caller may not add any; so is the unit, which is the Enterprise edition's.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let (id, data, now) = (&self.id, &self.department, call.now);
        if call.department(id)?.archived == Some(true) && data.enabled {
            return Err(ServerError::plain("error-archived-department-cant-be-enabled"));
        }
        super::check(data, Some(id), call.world)?;
        call.world.modify_department(id, |department| super::write(data.clone(), department, now));
        if call.is_permitted("add-livechat-department-agents") {
            super::upsert_agents(&self.agents, id, call.world, now);
        }
        let agents = super::shown_agents(id, call.world);
        Response::new(&UpdateDepartmentResponse::new(call.department(id)?.clone(), agents))
    }
}
