use livechat_sdk::agents::{AgentDepartment, ListAgentDepartments, ListAgentDepartmentsResponse};

use crate::{
    ServerError, World,
    operation::{Call, Response, Simulate},
    world::DepartmentTurn,
};

impl Simulate for ListAgentDepartments {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let world = &*call.world;
        let only_enabled = self.enabled_departments_only == Some(true);
        let departments = world.departments.turns_of_agent(self.agent_id.as_str()).map(|turn| shown(turn, world));
        let departments = departments.filter(|department| !only_enabled || department.department_enabled == Some(true));
        Response::new(&ListAgentDepartmentsResponse::new(departments.collect()))
    }
}

fn shown(turn: &DepartmentTurn, world: &World) -> AgentDepartment {
    let department = world.departments.by_id(turn.department.as_str());
    let place = world.shown_department_agent(turn);
    let mut shown = AgentDepartment::new(turn.id.clone(), turn.agent.clone(), turn.department.clone());
    shown.username = place.username;
    shown.department_name = department.and_then(|department| department.name.clone());
    shown.department_enabled = place.department_enabled;
    shown.count = Some(turn.count);
    shown.order = place.order;
    shown.updated_at = place.updated_at;
    shown
}
