use livechat_sdk::{
    model::TransferUserType,
    rooms::{TransferRoom, TransferRoomResponse},
};

use crate::{
    ServerError,
    shape::{Kind, Shape, Style, required},
    sim::{Answer, Behaviour, Call, Simulate},
    world::{By, Target, visitor_author},
};

impl Simulate for TransferRoom {
    const SHAPE: Shape = Shape {
        style: Style::Typed,
        fields: &[required("rid", Kind::String), required("token", Kind::String), required("department", Kind::String)],
    };
    const ANSWER: Option<Behaviour<Self>> = Some(answer);
}

fn answer(request: &TransferRoom, call: &mut Call<'_>) -> Result<Answer, ServerError> {
    let by = By { author: visitor_author(call.visitor(&request.token)?), side: TransferUserType::Visitor };
    let room = request.room_id.clone();
    let Some(found) = call.world.room(&room) else { return Err(ServerError::plain("error-invalid-room")) };
    if !found.is_open() {
        return Err(ServerError::plain("This_conversation_is_already_closed"));
    }
    let department = request.department.clone();
    call.world.forward(&room, &Target { department: Some(department), ..Target::default() }, &by, call.now)?;
    Answer::json(&TransferRoomResponse::new())
}
