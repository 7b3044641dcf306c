use livechat_sdk::{Acknowledged, rooms::JoinRoom};

use crate::{
    ServerError,
    shape::{Kind, Shape, Style, required},
    sim::{Answer, Behaviour, Call, Simulate},
};

impl Simulate for JoinRoom {
    const SHAPE: Shape = Shape { style: Style::Schema, fields: &[required("roomId", Kind::String)] };
    const ANSWER: Option<Behaviour<Self>> = Some(answer);
}

fn answer(request: &JoinRoom, call: &mut Call<'_>) -> Result<Answer, ServerError> {
    let room = call.livechat_room(&request.room_id)?;
    if !room.is_open() {
        return Err(ServerError::plain("room-closed"));
    }
    if !call.may_see(room) {
        return Err(ServerError::plain("error-not-allowed"));
    }
    let room = room.id.clone();
    if let Some(caller) = call.caller {
        call.world.join(&room, caller, call.now);
    }
    Answer::json(&Acknowledged::default())
}
