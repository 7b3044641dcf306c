use livechat_sdk::departments::ListDepartmentAgents;

use crate::{
    ServerError,
    shape::{COUNT, Kind, OFFSET, SORT, Shape, Style, required},
    sim::{Answer, Behaviour, Call, Simulate, list::Query},
};

impl Simulate for ListDepartmentAgents {
    const SHAPE: Shape = Shape { style: Style::Schema, fields: &[required("_id", Kind::String), OFFSET, COUNT, SORT] };
    const ANSWER: Option<Behaviour<Self>> = Some(answer);
}

/// A department that nobody knows has none.
fn answer(request: &ListDepartmentAgents, call: &mut Call<'_>) -> Result<Answer, ServerError> {
    let query = Query { offset: request.offset, count: request.count, sort: request.sort.as_ref() };
    let agents = super::shown_agents(&request.id, call.world);
    Answer::page("agents", &query.page_by("username", &agents, &call.world.settings))
}
