use livechat_sdk::{departments::ListDepartments, model::Department};

use crate::{
    ServerError,
    shape::{COUNT, Kind, OFFSET, SORT, Shape, Style, optional},
    sim::{
        Answer, Behaviour, Call, Simulate,
        list::{Query, contains},
    },
};

impl Simulate for ListDepartments {
    const SHAPE: Shape = Shape {
        style: Style::Schema,
        fields: &[
            optional("text", Kind::String),
            optional("enabled", Kind::Boolean),
            optional("onlyMyDepartments", Kind::Boolean),
            optional("excludeDepartmentId", Kind::String),
            optional("showArchived", Kind::Boolean),
            OFFSET,
            COUNT,
            SORT,
        ],
    };
    const ANSWER: Option<Behaviour<Self>> = Some(answer);
}

fn answer(request: &ListDepartments, call: &mut Call<'_>) -> Result<Answer, ServerError> {
    let is_asked_for = |department: &&Department| {
        request.text.as_ref().is_none_or(|text| contains(department.name.as_deref(), text))
            && request.enabled.is_none_or(|enabled| department.enabled.unwrap_or_default() == enabled)
            && (request.only_my_departments != Some(true) || call.is_caller_in(&department.id))
            && request.exclude_department_id.as_ref() != Some(&department.id)
            && (request.show_archived == Some(true) || department.archived != Some(true))
    };
    let query = Query { offset: request.offset, count: request.count, sort: request.sort.as_ref() };
    let departments = call.world.departments().filter(is_asked_for);
    Answer::page("departments", &query.page_by("name", departments, &call.world.settings))
}
