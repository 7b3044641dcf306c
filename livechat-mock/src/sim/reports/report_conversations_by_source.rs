use livechat_sdk::reports::ReportConversationsBySource;

use crate::{
    ServerError,
    analytics::reports,
    operation::{Call, Response, Simulate},
    sim::reports::{facts, report, rooms},
};

impl Simulate for ReportConversationsBySource {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let rooms = rooms(call, &self.start, &self.end)?;
        let groups = reports::by_source(&facts(&rooms), call.world.rooms.ledger());
        Response::new(&report(reports::largest_first(groups)))
    }
}
