use livechat_sdk::inquiries::{ReturnInquiry, ReturnInquiryResponse};

use crate::{
    ServerError,
    hint::{self, Wanted},
    shape::{Kind, Shape, Style, optional, required},
    sim::{Answer, Behaviour, Call, Simulate},
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
    let Some(room) = call.world.room(&request.room_id) else {
        let error = ServerError::plain("error-room-not-found");
        return Err(hint::unknown(error, call.world, request.room_id.as_str(), Wanted::RoomId));
    };
    if !room.is_open() {
        return Err(ServerError::plain("room-closed"));
    }
    if room.on_hold == Some(true) {
        return Err(ServerError::plain("error-room-onHold"));
    }
    if room.served_by.is_none() {
        return Answer::json(&ReturnInquiryResponse::new(false));
    }
    let department = match &request.department_id {
        None => None,
        Some(id) => match call.world.department(id.as_str()) {
            Some(department) => Some(department.id.clone()),
            None => return Err(ServerError::plain("error-invalid-department")),
        },
    };
    let (room, by) = (room.id.clone(), call.by(&request.room_id)?);
    call.world.return_to_queue(&room, department.as_ref(), &by, call.now);
    Answer::json(&ReturnInquiryResponse::new(true))
}
