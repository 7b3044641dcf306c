use livechat_sdk::visitors::{SetVisitorStatus, SetVisitorStatusResponse};

use crate::{
    ServerError,
    shape::{Kind, Shape, Style, required},
    sim::{Answer, Behaviour, Call, Simulate},
};

impl Simulate for SetVisitorStatus {
    const SHAPE: Shape =
        Shape { style: Style::Match, fields: &[required("token", Kind::String), required("status", Kind::String)] };
    const ANSWER: Option<Behaviour<Self>> = Some(answer);
}

/// Any text is a status. It goes to the open rooms and their inquiries, not to the visitor's own record.
fn answer(request: &SetVisitorStatus, call: &mut Call<'_>) -> Result<Answer, ServerError> {
    let (token, status) = (&request.token, &request.status);
    call.named_visitor(token)?;
    for room in call.open_rooms(token) {
        call.world.change_room(&room, call.now, |room| room.visitor.status = Some(status.clone()));
        call.world.change_inquiry(&room, |inquiry| {
            if let Some(visitor) = &mut inquiry.visitor {
                visitor.status = Some(status.clone());
            }
        });
    }
    Answer::json(&SetVisitorStatusResponse::new(token.clone(), status.clone()))
}
