//! What users write into rooms.

use livechat_sdk::{
    Endpoint, MessageId, RoomId,
    endpoint::{Meta, Route},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    ServerError,
    hint::{self, Wanted},
    operation::{Call, Response, Simulate},
};

/// Writes a message as the caller.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct WriteMessage {
    message: Given,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Given {
    #[serde(rename = "_id")]
    id: Option<MessageId>,
    #[serde(rename = "rid")]
    room_id: Option<RoomId>,
    #[serde(default)]
    msg: String,
}

impl Endpoint for WriteMessage {
    type Response = Value;
    const META: Meta = Meta::post(Route::new("/api/v1/chat.sendMessage")).login();
}

impl Simulate for WriteMessage {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let Given { id, room_id, msg } = &self.message;
        let Some(room_id) = room_id else {
            return Err(ServerError::plain("The 'rid' property on the message object is missing."));
        };
        let Some(room) = call.world.room(room_id) else {
            return Err(hint::unknown(
                ServerError::plain("error-invalid-room"),
                call.world,
                room_id.as_str(),
                Wanted::RoomId,
            ));
        };
        if !call.may_see(room) {
            return Err(ServerError::plain("error-not-allowed").hint(
                "the caller may not see this room: it takes the permission view-livechat-rooms, or serving the room",
            ));
        }
        if !room.is_open() {
            return Err(ServerError::plain("room-closed"));
        }
        // A message that is there already is answered as it is.
        let known = id.as_ref().and_then(|id| call.world.messages.by_id(id.as_str()));
        let known = known.filter(|message| message.room_id.as_ref() == Some(room_id)).map(|message| message.id.clone());
        let written = match (known, id) {
            (Some(known), _) => Some(known),
            (None, Some(id)) if call.world.messages.by_id(id.as_str()).is_some() => {
                return Err(
                    ServerError::plain("error-not-allowed").hint("a message of another room has this _id already")
                );
            }
            (None, id) => {
                let author = call.caller.cloned();
                author.and_then(|author| call.world.agent_writes(room_id, id.clone(), &author, msg, call.now))
            }
        };
        let written = written.ok_or_else(|| ServerError::internal(call.world.server_version()))?;
        Response::one("message", call.stored_message(&written)?)
    }
}
