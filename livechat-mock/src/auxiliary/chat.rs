//! What users write into rooms.

use livechat_sdk::{
    Endpoint, MessageId,
    chat::PostMessage,
    endpoint::{Meta, Route},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    world::{Draft, NOT_ALLOWED},
};

/// Writes a message as the caller.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WriteMessage {
    message: Draft,
    preview_urls: Option<Vec<String>>,
}

impl Endpoint for WriteMessage {
    type Response = Value;
    const META: Meta = Meta::post(Route::new("/api/v1/chat.sendMessage")).login();
}

impl Simulate for WriteMessage {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let previews = self.preview_urls.as_deref().unwrap_or_default();
        let written = call.world.send(call.caller, &self.message, previews, call.origin.now)?;
        Response::one("message", call.stored_message(&written)?)
    }
}

impl Simulate for PostMessage {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let written = call.world.send(call.caller, &Draft::of_post(self), &[], call.origin.now)?;
        let message = call.stored_message(&written)?;
        let ts = message.created_at.as_millis();
        Response::variant(&json!({"ts": ts, "channel": self.room_id, "message": message, "success": true}))
    }
}

/// Tells a message of any room that the caller may see.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct GetMessage {
    msg_id: Option<MessageId>,
}

impl Endpoint for GetMessage {
    type Response = Value;
    const META: Meta = Meta::get(Route::new("/api/v1/chat.getMessage")).login();
}

impl Simulate for GetMessage {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let Some(id) = &self.msg_id else {
            return Err(ServerError::plain("The \"msgId\" query parameter must be provided."));
        };
        let world = &*call.world;
        let message = world.message(id);
        let room = message.and_then(|message| message.room_id.as_ref()).and_then(|room| world.room(room));
        let (Some(message), Some(room)) = (message, room) else {
            return Err(ServerError::new(400, json!({"success": false})).hint("there is no such message"));
        };
        if !call.may_see(room) {
            return Err(ServerError::reason("Not allowed", NOT_ALLOWED));
        }
        Response::one("message", message)
    }
}
