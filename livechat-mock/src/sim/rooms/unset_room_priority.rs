use livechat_sdk::{Acknowledged, rooms::UnsetRoomPriority};

use super::set_room_priority::check;
use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for UnsetRoomPriority {
    /// It is noted in a room that had none, too.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let by = check(&self.room_id, call)?;
        call.world.set_priority(&self.room_id, None, by, call.origin.now);
        Response::new(&Acknowledged::default())
    }
}
