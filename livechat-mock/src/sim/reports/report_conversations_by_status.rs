use livechat_sdk::{model::ConversationReport, reports::ReportConversationsByStatus};

use crate::{
    ServerError,
    analytics::reports,
    operation::{Call, Response, Simulate},
    sim::reports::{facts, rooms},
};

impl Simulate for ReportConversationsByStatus {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let rooms = rooms(call, &self.start, &self.end)?;
        let groups = if rooms.is_empty() { Vec::new() } else { reports::by_status(&facts(&rooms)) };
        Response::new(&ConversationReport::new(reports::largest_first(groups), rooms.len() as u64))
    }
}
