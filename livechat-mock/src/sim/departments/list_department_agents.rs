use livechat_sdk::departments::ListDepartmentAgents;

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    sim::list::Query,
};

impl Simulate for ListDepartmentAgents {
    /// An unknown department has none.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let query = Query { offset: self.offset, count: self.count, sort: self.sort.as_ref() };
        let agents = super::shown_agents(&self.id, call.world);
        Response::page("agents", &query.page_by("username", &agents, &call.world.settings))
    }
}
