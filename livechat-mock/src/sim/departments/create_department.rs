use livechat_sdk::{
    departments::{CreateDepartment, CreateDepartmentResponse},
    model::Department,
};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for CreateDepartment {
    /// Units are the Enterprise edition's: the one that is named is passed over.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        if !call.world.may_add_department() {
            return Err(ServerError::plain("error-max-departments-number-reached")
                .hint("the world has as many departments as World::set_department_limit allows"));
        }
        super::check(&self.department, None, call.world)?;
        let mut department = Department::new("", "").department_type("d").agent_count(0);
        super::write(self.department.clone(), &mut department, call.now);
        let id = call.world.add_department(department);
        super::upsert_agents(self.agents.iter().cloned(), &id, call.world, call.now);
        let agents = super::shown_agents(&id, call.world);
        Response::new(&CreateDepartmentResponse::new(call.department(&id)?.clone(), agents))
    }
}
