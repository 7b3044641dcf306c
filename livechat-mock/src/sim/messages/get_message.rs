use livechat_sdk::messages::GetMessage;

use crate::{
    ServerError,
    shape::{Kind, Shape, Style, required},
    sim::{Answer, Behaviour, Call, Simulate},
};

impl Simulate for GetMessage {
    const SHAPE: Shape = Shape {
        style: Style::Schema,
        fields: &[required("_id", Kind::String), required("token", Kind::String), required("rid", Kind::String)],
    };
    const ANSWER: Option<Behaviour<Self>> = Some(answer);
}

fn answer(request: &GetMessage, call: &mut Call<'_>) -> Result<Answer, ServerError> {
    call.visitor(&request.token)?;
    let room = call.room_of(&request.token, &request.room_id)?.id.clone();
    match call.world.messages.by_id(request.id.as_str()) {
        Some(message) if message.room_id.as_ref() == Some(&room) => Answer::one("message", message),
        _ => Err(ServerError::plain("invalid-message")),
    }
}
