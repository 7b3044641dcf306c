use livechat_sdk::reports::ReportConversationsByAgent;

use crate::{
    ServerError,
    analytics::reports,
    operation::{Call, Response, Simulate},
    sim::reports::{facts, report, rooms},
};

impl Simulate for ReportConversationsByAgent {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let rooms = rooms(call, &self.start, &self.end)?;
        let (groups, without) = reports::by_text(&facts(&rooms), call.world.rooms.ledger(), |room| room.agent);
        let name = |id: String| call.world.user(&id).and_then(|user| user.name.clone()).unwrap_or(id);
        let groups = groups.into_iter().map(|(id, count)| (name(id), count)).collect();
        let mut report = report(reports::sorted(groups, self.sort.as_ref(), "name"));
        report.unspecified = Some(without);
        Response::new(&report)
    }
}
