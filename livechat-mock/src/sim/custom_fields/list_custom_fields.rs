use livechat_sdk::{custom_fields::ListCustomFields, model::CustomField};

use crate::{
    ServerError,
    shape::{COUNT, Kind, OFFSET, SORT, Shape, Style, optional},
    sim::{
        Answer, Behaviour, Call, Simulate,
        list::{Query, contains},
    },
};

impl Simulate for ListCustomFields {
    const SHAPE: Shape = Shape { style: Style::Schema, fields: &[optional("text", Kind::String), OFFSET, COUNT, SORT] };
    const ANSWER: Option<Behaviour<Self>> = Some(answer);
}

fn answer(request: &ListCustomFields, call: &mut Call<'_>) -> Result<Answer, ServerError> {
    let is_asked_for = |field: &&CustomField| {
        let has = |text: &String| contains(Some(&field.key), text) || contains(field.label.as_deref(), text);
        request.text.as_ref().is_none_or(has)
    };
    let query = Query { offset: request.offset, count: request.count, sort: request.sort.as_ref() };
    let fields = call.world.custom_fields().filter(is_asked_for);
    Answer::page("customFields", &query.page_by("label", fields, &call.world.settings))
}
