use livechat_sdk::{
    departments::{CreateDepartment, CreateDepartmentResponse},
    model::Department,
};

use crate::{
    ServerError,
    shape::{Shape, Style, optional, required},
    sim::{Answer, Behaviour, Call, Simulate},
};

impl Simulate for CreateDepartment {
    const SHAPE: Shape = Shape {
        style: Style::Schema,
        fields: &[
            required("department", super::DEPARTMENT),
            optional("agents", super::AGENTS),
            optional("departmentUnit", super::UNIT),
        ],
    };
    const ANSWER: Option<Behaviour<Self>> = Some(answer);
}

/// Units are the Enterprise edition's: the one that is named is passed over.
fn answer(request: &CreateDepartment, call: &mut Call<'_>) -> Result<Answer, ServerError> {
    if !call.world.may_add_department() {
        return Err(ServerError::plain("error-max-departments-number-reached")
            .hint("the world has as many departments as World::set_department_limit allows"));
    }
    super::check(&request.department, None, call.world)?;
    let mut department = Department::new("", "").department_type("d").agent_count(0_u64);
    super::write(request.department.clone(), &mut department, call.now);
    let id = call.world.add_department(department);
    super::upsert_agents(&request.agents, &id, call.world, call.now);
    let agents = super::shown_agents(&id, call.world);
    Answer::json(&CreateDepartmentResponse::new(call.department(&id)?.clone(), agents))
}
