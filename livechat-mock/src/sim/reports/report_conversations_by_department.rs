use livechat_sdk::reports::ReportConversationsByDepartment;

use crate::{
    ServerError,
    analytics::reports,
    operation::{Call, Response, Simulate},
    sim::reports::{facts, report, rooms},
};

impl Simulate for ReportConversationsByDepartment {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let rooms = rooms(call, &self.start, &self.end)?;
        let (groups, without) = reports::by_text(&facts(&rooms), call.world.rooms.ledger(), |room| room.department);
        // Those of departments that are gone are left out.
        let name = |id: &str| call.world.departments.by_id(id)?.name.clone();
        let groups = groups.into_iter().filter_map(|(id, count)| Some((name(&id)?, count))).collect();
        let mut report = report(reports::sorted(groups, self.sort.as_ref(), "total"));
        report.unspecified = Some(without);
        Response::new(&report)
    }
}
