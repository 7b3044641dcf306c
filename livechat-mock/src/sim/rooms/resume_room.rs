use livechat_sdk::{Acknowledged, rooms::ResumeRoom};

use super::hold_room::shown_name;
use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for ResumeRoom {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        if self.room_id.as_str().trim().is_empty() {
            return Err(ServerError::plain("invalid-param"));
        }
        let room = call.livechat_room(&self.room_id)?;
        if room.on_hold != Some(true) {
            return Err(ServerError::plain("error-room-not-on-hold"));
        }
        if !room.is_open() {
            return Err(ServerError::plain("This_conversation_is_already_closed"));
        }
        if room.served_by.is_none() {
            return Err(ServerError::plain("error-room-not-served"));
        }
        if call.world.inquiry(&room.id).is_none() {
            return Err(ServerError::plain("error-invalid-inquiry").hint("the room has no inquiry"));
        }
        if !call.serves(room) && !call.is_permitted("on-hold-others-livechat-room") {
            return Err(ServerError::plain("Not_authorized"));
        }
        let agent = room.served_by.as_ref().and_then(|agent| call.world.users.by_id(agent.id.as_ref()?.as_str()));
        if agent.is_some_and(|agent| !call.world.may_have_another(agent, room.department_id.as_ref())) {
            return Err(ServerError::plain("error-max-number-simultaneous-chats-reached"));
        }
        let (room, by) = (room.id.clone(), call.author()?);
        let comment = format!("The chat was manually resumed from On Hold by {}", shown_name(&by));
        call.world.hold(&room, false, by, comment, call.origin.now);
        Response::new(&Acknowledged::default())
    }
}
