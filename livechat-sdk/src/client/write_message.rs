use serde::{Deserialize, Serialize};

use super::Client;
use crate::{
    endpoint::{Endpoint, Meta, Route},
    error::Error,
    id::{MessageId, RoomId},
    model::Message,
};

/// Writes a message as the caller. It is not an operation of the Livechat API and therefore not in the catalogue.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct WriteMessage {
    message: Text,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Text {
    #[serde(rename = "_id")]
    id: MessageId,
    #[serde(rename = "rid")]
    room_id: RoomId,
    #[serde(rename = "msg")]
    text: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct WriteMessageResponse {
    message: Message,
}

impl Endpoint for WriteMessage {
    type Response = WriteMessageResponse;
    const META: Meta = Meta::post(Route::new("/api/v1/chat.sendMessage")).login();
}

impl Client {
    /// Writes a message in a room as the logged-in user, an agent or a bot (`POST /api/v1/chat.sendMessage`). Requires
    /// a login.
    ///
    /// It is not repeated after a lost response.
    ///
    /// # Errors
    ///
    /// Codes `error-invalid-room`, `error-not-allowed` and `room-closed`, if there is no such room, the user may not write
    /// there, or it is closed; `error-invalid-message` and `error-message-size-exceeded`, if the text is empty, or longer
    /// than the workspace's `Message_MaxAllowedSize`.
    pub async fn write_message(&self, room_id: impl Into<RoomId>, text: impl Into<String>) -> Result<Message, Error> {
        let message = Text { id: MessageId::random(), room_id: room_id.into(), text: text.into() };
        self.send(WriteMessage { message }).await.map(|response| response.message)
    }
}
