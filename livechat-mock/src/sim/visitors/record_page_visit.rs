use livechat_sdk::{
    model::Navigation,
    visitors::{PageVisit, RecordPageVisit, RecordPageVisitResponse},
};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    world::BOT,
};

impl Simulate for RecordPageVisit {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let RecordPageVisit { token, room_id, page_info, .. } = self;
        if page_info.change != call.world.settings.text("Livechat_history_monitor_type") {
            return Response::new(&RecordPageVisitResponse::new(None));
        }
        if call.world.users.by_id(BOT).is_none() {
            return Err(ServerError::plain("error-invalid-user").hint("the server notes page visits as rocket.cat"));
        }
        call.world.add_page_visit(token, room_id.as_ref(), page_info.clone(), call.origin.now);
        let navigation = Navigation::new(page_info.clone(), token);
        Response::new(&RecordPageVisitResponse::new(Some(PageVisit::new(navigation))))
    }
}
