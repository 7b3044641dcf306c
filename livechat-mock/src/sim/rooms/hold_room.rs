use livechat_sdk::{Acknowledged, model::MessageAuthor, rooms::HoldRoom};

use crate::{
    ServerError, ServerVersion,
    operation::{Call, Response, Simulate},
};

impl Simulate for HoldRoom {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let room = call.livechat_room(&self.room_id)?;
        if !call.serves(room) && !call.is_permitted("on-hold-others-livechat-room") {
            return Err(ServerError::plain("Not_authorized"));
        }
        if !room.is_open() {
            return Err(ServerError::plain("error-room-already-closed"));
        }
        if room.on_hold == Some(true) {
            return Err(ServerError::plain("error-room-is-already-on-hold"));
        }
        let is_strict = call.world.settings.flag("Livechat_allow_manual_on_hold_upon_agent_engagement_only");
        if is_strict && room.waiting_response == Some(true) {
            let is_old = call.world.server_version() < ServerVersion::V8_0;
            let error = if is_old {
                "error-cannot-place-chat-on-hold"
            } else {
                "error-contact-sent-last-message-so-cannot-place-on-hold"
            };
            return Err(ServerError::plain(error).hint("the last word is not the agent's"));
        }
        if room.served_by.is_none() {
            return Err(ServerError::plain("error-unserved-rooms-cannot-be-placed-onhold"));
        }
        let (room, by) = (room.id.clone(), call.author()?);
        let comment = format!("The chat was manually placed On Hold by {}", shown_name(&by));
        call.world.hold(&room, true, by, comment, call.origin.now);
        Response::new(&Acknowledged::default())
    }
}

/// The name of a user in the server's system messages.
pub(super) fn shown_name(author: &MessageAuthor) -> &str {
    author.name.as_deref().or(author.username.as_deref()).unwrap_or_default()
}
