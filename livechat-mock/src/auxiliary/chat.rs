//! What users write into rooms.

use livechat_sdk::{
    Endpoint,
    endpoint::{Meta, Route},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    world::Draft,
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
