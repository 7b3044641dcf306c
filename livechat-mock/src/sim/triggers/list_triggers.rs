use livechat_sdk::triggers::ListTriggers;

use crate::{
    ServerError,
    shape::{COUNT, OFFSET, SORT, Shape, Style},
    sim::{Answer, Behaviour, Call, Simulate, list::Query},
};

impl Simulate for ListTriggers {
    const SHAPE: Shape = Shape { style: Style::Schema, fields: &[OFFSET, COUNT, SORT] };
    const ANSWER: Option<Behaviour<Self>> = Some(answer);
}

fn answer(request: &ListTriggers, call: &mut Call<'_>) -> Result<Answer, ServerError> {
    let query = Query { offset: request.offset, count: request.count, sort: request.sort.as_ref() };
    Answer::page("triggers", &query.page_by("name", call.world.triggers(), &call.world.settings))
}
