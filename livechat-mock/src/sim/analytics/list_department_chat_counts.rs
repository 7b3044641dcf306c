use livechat_sdk::analytics::{DepartmentChatCount, ListDepartmentChatCounts};

use crate::{
    ServerError,
    analytics::departments,
    operation::{Call, Response, Simulate},
    sim::{
        analytics::{rooms, span},
        list::Query,
    },
};

impl Simulate for ListDepartmentChatCounts {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let span = span(&self.start, &self.end)?;
        let rooms = rooms(call, self.department_id.as_ref());
        let figures = departments::amounts(rooms, span, self.answered == Some(true));
        let items: Vec<_> =
            figures.into_iter().map(|(department, figure)| DepartmentChatCount::new(department, figure)).collect();
        let query = Query { offset: self.offset, count: self.count, sort: None };
        Response::page("departments", &query.page_of(items.iter().collect(), &call.world.settings))
    }
}
