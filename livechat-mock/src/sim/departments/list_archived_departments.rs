use livechat_sdk::departments::ListArchivedDepartments;

use crate::{
    ServerError,
    shape::{COUNT, OFFSET, SORT, Shape, Style},
    sim::{Answer, Behaviour, Call, Simulate, list::Query},
};

impl Simulate for ListArchivedDepartments {
    const SHAPE: Shape = Shape { style: Style::Schema, fields: &[OFFSET, COUNT, SORT] };
    const ANSWER: Option<Behaviour<Self>> = Some(answer);
}

fn answer(request: &ListArchivedDepartments, call: &mut Call<'_>) -> Result<Answer, ServerError> {
    let query = Query { offset: request.offset, count: request.count, sort: request.sort.as_ref() };
    let archived = call.world.departments().filter(|department| department.archived == Some(true));
    Answer::page("departments", &query.page_by("name", archived, &call.world.settings))
}
