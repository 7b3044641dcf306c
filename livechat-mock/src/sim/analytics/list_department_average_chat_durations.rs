use livechat_sdk::analytics::{DepartmentAverageChatDuration, ListDepartmentAverageChatDurations};

use crate::{
    ServerError,
    analytics::departments,
    operation::{Call, Response, Simulate},
    sim::{
        analytics::{rooms, span},
        list::Query,
    },
};

impl Simulate for ListDepartmentAverageChatDurations {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let span = span(&self.start, &self.end)?;
        let rooms = rooms(call, self.department_id.as_ref());
        let figures = departments::average_chat_durations(rooms, span);
        let items: Vec<_> = figures
            .into_iter()
            .map(|(department, figure)| DepartmentAverageChatDuration::new(department, figure))
            .collect();
        let query = Query { offset: self.offset, count: self.count, sort: None };
        Response::page("departments", &query.page_of(items.iter().collect(), &call.world.settings))
    }
}
