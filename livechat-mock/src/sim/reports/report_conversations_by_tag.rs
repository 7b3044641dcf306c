use livechat_sdk::reports::ReportConversationsByTag;

use crate::{
    ServerError,
    analytics::reports,
    operation::{Call, Response, Simulate},
    sim::reports::{report, rooms},
    world::{Facts, Slot},
};

impl Simulate for ReportConversationsByTag {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let rooms = rooms(call, &self.start, &self.end)?;
        let tags = |(slot, room): &(Slot, &Facts)| {
            let room = call.world.rooms.get(*slot).filter(|_| room.has_tags);
            room.map_or(&[][..], |room| &room.tags)
        };
        let (groups, without) = reports::by_tag(rooms.iter().map(tags));
        let mut report = report(reports::sorted(groups, self.sort.as_ref(), "total"));
        report.unspecified = Some(without);
        Response::new(&report)
    }
}
