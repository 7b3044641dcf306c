use livechat_sdk::departments::ListDepartmentAgents;

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    shape::{COUNT, Kind, OFFSET, SORT, Shape, Style, required},
    sim::list::Query,
};

impl Simulate for ListDepartmentAgents {
    const SHAPE: Shape = Shape { style: Style::Schema, fields: &[required("_id", Kind::String), OFFSET, COUNT, SORT] };

    /// An unknown department has none.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let query = Query { offset: self.offset, count: self.count, sort: self.sort.as_ref() };
        let agents = super::shown_agents(&self.id, call.world);
        Response::page("agents", &query.page_by("username", &agents, &call.world.settings))
    }
}
