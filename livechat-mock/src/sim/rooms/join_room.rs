use livechat_sdk::{Acknowledged, rooms::JoinRoom};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for JoinRoom {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let room = call.livechat_room(&self.room_id)?;
        if !room.is_open() {
            return Err(ServerError::plain("room-closed"));
        }
        if !call.may_see(room) {
            return Err(ServerError::plain("error-not-allowed"));
        }
        let room = room.id.clone();
        if let Some(caller) = call.caller {
            call.world.join(&room, caller, call.origin.now);
        }
        Response::new(&Acknowledged::default())
    }
}
