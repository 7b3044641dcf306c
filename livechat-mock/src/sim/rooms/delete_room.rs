use livechat_sdk::{Acknowledged, rooms::DeleteRoom};
use serde_json::json;

use crate::{
    ServerError,
    hint::{self, Wanted},
    operation::{Call, Response, Simulate},
};

impl Simulate for DeleteRoom {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let Some(room) = call.world.room(&self.room_id) else {
            let error = ServerError::plain("Invalid room");
            return Err(hint::unknown(error, call.world, self.room_id.as_str(), Wanted::RoomId));
        };
        if room.is_open() {
            return Err(ServerError::new(400, json!({"success": false})).hint("the room is open: close it first"));
        }
        call.world.remove_room(&self.room_id, call.origin.now);
        Response::new(&Acknowledged::default())
    }
}
