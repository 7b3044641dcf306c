use livechat_sdk::analytics::{DepartmentTransferCount, ListDepartmentTransferCounts};

use crate::{
    ServerError,
    analytics::departments,
    operation::{Call, Response, Simulate},
    sim::{
        analytics::{rooms, span},
        list::Query,
    },
};

impl Simulate for ListDepartmentTransferCounts {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let span = span(&self.start, &self.end)?;
        let rooms = rooms(call, self.department_id.as_ref());
        let figures = {
            let transfers = call.world.messages.transfers(span.start, span.end);
            let transferred = transfers.filter_map(|message| message.room_id.as_ref());
            departments::transfers(rooms, transferred, |room| call.world.rooms.facts(room.as_str()))
        };
        let items: Vec<_> =
            figures.into_iter().map(|(department, figure)| DepartmentTransferCount::new(department, figure)).collect();
        let query = Query { offset: self.offset, count: self.count, sort: None };
        Response::page("departments", &query.page_of(items.iter().collect(), &call.world.settings))
    }
}
