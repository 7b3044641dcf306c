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
    let to = Target { department: Some(request.department.clone()), ..Target::default() };
    call.world.forward(&request.room_id, &to, &by, call.now)?;
    Answer::json(&TransferRoomResponse::new())
}
