use livechat_sdk::{inquiries::ListQueuedInquiries, model::Inquiry};

use crate::{
    ServerError,
    shape::{COUNT, Kind, OFFSET, SORT, Shape, Style, optional},
    sim::{Answer, Behaviour, Call, Simulate, list::Query},
};

impl Simulate for ListQueuedInquiries {
    const SHAPE: Shape =
        Shape { style: Style::Schema, fields: &[optional("department", Kind::String), OFFSET, COUNT, SORT] };
    const ANSWER: Option<Behaviour<Self>> = Some(answer);
}

/// Those that wait and that the caller may take: of the caller's departments, of no department, and those meant for the
/// caller.
fn answer(request: &ListQueuedInquiries, call: &mut Call<'_>) -> Result<Answer, ServerError> {
    let world = &*call.world;
    let Some(caller) = call.caller else { return Err(ServerError::not_logged_in(world.server_version())) };
    let asked = match request.department.as_deref() {
        None => None,
        Some(name) => {
            let department = world.department(name).map(|department| &department.id);
            let callers = department.filter(|department| world.is_department_agent(department, caller));
            let refused =
                || ServerError::plain("error-not-authorized").hint("the caller is no agent of this department");
            Some(callers.ok_or_else(refused)?)
        }
    };
    let is_callers = |inquiry: &&Inquiry| match (&inquiry.department, &inquiry.default_agent) {
        (_, Some(agent)) if agent.agent_id == *caller => true,
        (None, _) => asked.is_none(),
        (Some(department), _) => {
            asked.is_none_or(|asked| asked == department) && world.is_department_agent(department, caller)
        }
    };
    let found = world.inquiries.queued().filter(is_callers).collect();
    let query = Query { offset: request.offset, count: request.count, sort: request.sort.as_ref() };
    Answer::page("inquiries", &query.page_of(found, &world.settings))
}
