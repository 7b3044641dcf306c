use livechat_sdk::departments::{GetDepartment, GetDepartmentResponse};

use crate::{
    ServerError,
    shape::{Kind, Shape, Style, optional, required},
    sim::{Answer, Behaviour, Call, Simulate},
};

impl Simulate for GetDepartment {
    const SHAPE: Shape = Shape {
        style: Style::Schema,
        fields: &[
            required("_id", Kind::String),
            optional("includeAgents", Kind::Boolean),
            optional("onlyMyDepartments", Kind::Boolean),
        ],
    };
    const ANSWER: Option<Behaviour<Self>> = Some(answer);
}

/// A department that nobody knows is `null`, and no error.
fn answer(request: &GetDepartment, call: &mut Call<'_>) -> Result<Answer, ServerError> {
    let is_shown = request.only_my_departments != Some(true) || call.is_caller_in(&request.id);
    let department = call.world.departments.by_id(request.id.as_str()).filter(|_| is_shown).cloned();
    let shown_agents = || department.iter().flat_map(|found| super::shown_agents(&found.id, call.world)).collect();
    let agents = (request.include_agents == Some(true)).then(shown_agents);
    Answer::json(&GetDepartmentResponse::new(department, agents))
}
