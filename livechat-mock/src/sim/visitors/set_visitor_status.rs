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
    call.world.set_visitor_status(token, status, call.now);
    Answer::json(&SetVisitorStatusResponse::new(token.clone(), status.clone()))
}
