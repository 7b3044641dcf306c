use livechat_sdk::{DepartmentId, inquiries::ListQueuedInquiries, model::Inquiry};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    sim::list::Query,
};

impl Simulate for ListQueuedInquiries {
    /// Those that wait and that the caller may take: of the caller's departments, of no department, and those meant for the
    /// caller. An order that is asked for comes before the queue's own, and changes none of its directions.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let world = &*call.world;
        let Some(caller) = call.caller else { return Err(ServerError::not_logged_in(world.server_version())) };
        let is_callers = |id: &DepartmentId| {
            world.is_department_agent(id, caller)
                && world.department(id.as_str()).is_some_and(|department| department.enabled != Some(false))
        };
        let asked = match self.department.as_deref() {
            None => None,
            Some(name) => match world.department(name).map(|department| &department.id).filter(|id| is_callers(id)) {
                Some(id) => Some(id),
                None => {
                    return Err(
                        ServerError::plain("error-not-authorized").hint("the caller is no agent of this department")
                    );
                }
            },
        };
        let may_take = |inquiry: &&Inquiry| {
            let department = inquiry.department.as_ref();
            let is_meant = inquiry.default_agent.as_ref().is_some_and(|agent| agent.agent_id.as_ref() == Some(caller));
            (asked.is_none() || asked == department) && (is_meant || department.is_none_or(is_callers))
        };
        let found = world.waiting_inquiries().into_iter().filter(may_take).collect();
        let sort = self.sort.as_ref().map(|sort| world.queue_order().beside(sort));
        let query = Query { offset: self.offset, count: self.count, sort: sort.as_ref() };
        Response::page("inquiries", &query.page_of(found, &world.settings))
    }
}
