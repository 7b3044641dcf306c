use livechat_sdk::{
    inquiries::{ReturnInquiry, ReturnInquiryResponse},
    model::{InquiryStatus, TransferUserType},
};

use crate::{
    ServerError,
    shape::{Kind, Shape, Style, optional, required},
    sim::{Answer, Behaviour, Call, Simulate},
    world::By,
};

impl Simulate for ReturnInquiry {
    const SHAPE: Shape = Shape {
        style: Style::Schema,
        fields: &[required("roomId", Kind::String), optional("departmentId", Kind::String)],
    };
    const ANSWER: Option<Behaviour<Self>> = Some(answer);
}

/// Answers whether it went back: a room that waits already does not.
fn answer(request: &ReturnInquiry, call: &mut Call<'_>) -> Result<Answer, ServerError> {
    let Some(room) = call.world.room(&request.room_id) else { return Err(ServerError::plain("error-room-not-found")) };
    if !room.is_open() {
        return Err(ServerError::plain("room-closed"));
    }
    if room.on_hold == Some(true) {
        return Err(ServerError::plain("error-room-onHold"));
    }
    let room = room.id.clone();
    let is_queued = call.world.inquiry(&room).is_none_or(|inquiry| inquiry.status == Some(InquiryStatus::Queued));
    if !is_queued {
        let by = By { author: call.author()?, side: TransferUserType::Agent };
        call.world.return_to_queue(&room, request.department_id.as_ref(), &by, call.now);
    }
    Answer::json(&ReturnInquiryResponse::new(!is_queued))
}
