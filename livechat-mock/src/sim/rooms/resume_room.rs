use livechat_sdk::{Acknowledged, rooms::ResumeRoom};

use super::hold_room::shown_name;
use crate::{
    ServerError,
    shape::{Kind, Shape, Style, required},
    sim::{Answer, Behaviour, Call, Simulate},
};

impl Simulate for ResumeRoom {
    const SHAPE: Shape = Shape { style: Style::Schema, fields: &[required("roomId", Kind::String)] };
    const ANSWER: Option<Behaviour<Self>> = Some(answer);
}

fn answer(request: &ResumeRoom, call: &mut Call<'_>) -> Result<Answer, ServerError> {
    if request.room_id.as_str().trim().is_empty() {
        return Err(ServerError::plain("invalid-param"));
    }
    let room = call.livechat_room(&request.room_id)?;
    if room.on_hold != Some(true) {
        return Err(ServerError::plain("error-room-not-on-hold"));
    }
    if room.served_by.is_none() {
        return Err(ServerError::plain("error-room-not-served"));
    }
    let (room, by) = (room.id.clone(), call.author()?);
    let comment = format!("The chat was manually resumed from On Hold by {}", shown_name(&by));
    call.world.hold(&room, false, by, comment, call.now);
    Answer::json(&Acknowledged::default())
}
