use std::collections::HashSet;

use livechat_sdk::{DepartmentId, departments::ListDepartmentsById};

use crate::{
    ServerError,
    shape::{Kind, Shape, Style, required},
    sim::{Answer, Behaviour, Call, Simulate},
};

impl Simulate for ListDepartmentsById {
    const SHAPE: Shape = Shape { style: Style::Param, fields: &[required("ids", Kind::List(&Kind::String))] };
    const ANSWER: Option<Behaviour<Self>> = Some(answer);
}

/// Those that there are, each once; ids that nobody knows are passed over.
fn answer(request: &ListDepartmentsById, call: &mut Call<'_>) -> Result<Answer, ServerError> {
    let mut seen = HashSet::new();
    let ids = request.ids.iter().map(DepartmentId::as_str).filter(|id| seen.insert(*id));
    let found: Vec<_> = ids.filter_map(|id| call.world.departments.by_id(id)).collect();
    Answer::one("departments", &found)
}
