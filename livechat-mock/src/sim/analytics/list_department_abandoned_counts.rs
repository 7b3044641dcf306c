use livechat_sdk::analytics::{DepartmentAbandonedCount, ListDepartmentAbandonedCounts};

use crate::{
    ServerError,
    analytics::departments,
    operation::{Call, Response, Simulate},
    sim::{
        analytics::{inactivity_timeout, rooms, span},
        list::Query,
    },
};

impl Simulate for ListDepartmentAbandonedCounts {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let span = span(&self.start, &self.end)?;
        let rooms = rooms(call, self.department_id.as_ref());
        let figures = departments::abandoned(rooms, span, inactivity_timeout(call));
        let items: Vec<_> =
            figures.into_iter().map(|(department, figure)| DepartmentAbandonedCount::new(department, figure)).collect();
        let query = Query { offset: self.offset, count: self.count, sort: None };
        Response::page("departments", &query.page_of(items.iter().collect(), &call.world.settings))
    }
}
