use livechat_sdk::analytics::{DepartmentTotalServiceTime, ListDepartmentTotalServiceTimes};

use crate::{
    ServerError,
    analytics::departments,
    operation::{Call, Response, Simulate},
    sim::{
        analytics::{rooms, span},
        list::Query,
    },
};

impl Simulate for ListDepartmentTotalServiceTimes {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let span = span(&self.start, &self.end)?;
        let rooms = rooms(call, self.department_id.as_ref());
        let figures = departments::total_service_times(rooms, span);
        let items: Vec<_> = figures
            .into_iter()
            .map(|(department, (chats, time))| DepartmentTotalServiceTime::new(department, chats, time))
            .collect();
        let query = Query { offset: self.offset, count: self.count, sort: None };
        Response::page("departments", &query.page_of(items.iter().collect(), &call.world.settings))
    }
}
