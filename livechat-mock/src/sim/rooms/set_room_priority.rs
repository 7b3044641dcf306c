use livechat_sdk::{Acknowledged, RoomId, model::MessageAuthor, rooms::SetRoomPriority};

use crate::{
    ServerError,
    hint::{self, Wanted},
    operation::{Call, Response, Simulate},
};

impl Simulate for SetRoomPriority {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let by = check(&self.room_id, call)?;
        let priority = call.world.priority(&self.priority_id).cloned();
        let unknown = || ServerError::plain("error-invalid-priority").hint("no priority has this id; a name is none");
        let priority = priority.ok_or_else(unknown)?;
        call.world.set_priority(&self.room_id, Some(priority), by, call.origin.now);
        Response::new(&Acknowledged::default())
    }
}

/// Who changes the priority of a room, if there is such a room: open or closed, served by whomever.
pub(super) fn check(room: &RoomId, call: &Call<'_>) -> Result<MessageAuthor, ServerError> {
    let by = call.named_author("Invalid user")?;
    if call.world.room(room).is_none() {
        let error = ServerError::plain("error-room-does-not-exist");
        return Err(hint::unknown(error, call.world, room.as_str(), Wanted::RoomId));
    }
    Ok(by)
}
