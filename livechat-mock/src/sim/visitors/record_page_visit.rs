use livechat_sdk::{
    model::Navigation,
    visitors::{PageVisit, RecordPageVisit, RecordPageVisitResponse},
};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    shape::{Kind, Shape, Style, optional, required},
    world::BOT,
};

impl Simulate for RecordPageVisit {
    const SHAPE: Shape = Shape {
        style: Style::Typed,
        fields: &[required("token", Kind::String), optional("rid", Kind::String), required("pageInfo", PAGE_INFO)],
    };

    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let RecordPageVisit { token, room_id, page_info, .. } = self;
        if page_info.change != call.world.settings.text("Livechat_history_monitor_type") {
            return Response::new(&RecordPageVisitResponse::new(None));
        }
        if call.world.users.by_id(BOT).is_none() {
            return Err(ServerError::plain("error-invalid-user").hint("the server notes page visits as rocket.cat"));
        }
        call.world.add_page_visit(token, room_id.as_ref(), page_info.clone(), call.now);
        let navigation = Navigation::new(page_info.clone(), token);
        Response::new(&RecordPageVisitResponse::new(Some(PageVisit::new(navigation))))
    }
}

const PAGE_INFO: Kind = Kind::Object(&[
    required("change", Kind::String),
    required("title", Kind::String),
    required("location", Kind::Object(&[required("href", Kind::String)])),
]);
