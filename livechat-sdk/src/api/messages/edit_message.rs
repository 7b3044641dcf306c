use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    id::{MessageId, RoomId},
    model::Message,
    secret::VisitorToken,
    wire::Success,
};

/// Replaces the text of a message that the visitor wrote.
///
/// | | |
/// | --- | --- |
/// | Operation | `PUT /api/v1/livechat/message/{_id}` |
/// | Login | not needed |
/// | Documented | published OpenAPI “Update Livechat Message” |
///
/// The server looks the message up by its id alone; the room need only be one of the visitor's.
///
/// # Errors
///
/// [`InvalidToken`](crate::ErrorCode::InvalidToken), [`InvalidRoom`](crate::ErrorCode::InvalidRoom) if the room is not
/// this visitor's, [`InvalidMessage`](crate::ErrorCode::InvalidMessage),
/// [`ActionNotAllowed`](crate::ErrorCode::ActionNotAllowed) if the message is another user's, or the workspace does not
/// allow editing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct EditMessage {
    /// The message's id.
    #[serde(rename = "_id")]
    pub id: MessageId,
    /// The visitor's token.
    pub token: VisitorToken,
    /// A room of the visitor.
    #[serde(rename = "rid")]
    pub room_id: RoomId,
    /// The new text.
    #[serde(rename = "msg")]
    pub text: String,
}

impl EditMessage {
    /// Gives this message a new text.
    pub fn new(
        id: impl Into<MessageId>,
        room_id: impl Into<RoomId>,
        token: impl Into<VisitorToken>,
        text: impl Into<String>,
    ) -> Self {
        Self { id: id.into(), token: token.into(), room_id: room_id.into(), text: text.into() }
    }
}

/// The response to [`EditMessage`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct EditMessageResponse {
    /// The message as it is now.
    pub message: Message,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl EditMessageResponse {
    /// The response with this message.
    #[must_use]
    pub fn new(message: Message) -> Self {
        Self { message, success: Success }
    }
}

impl Endpoint for EditMessage {
    type Response = EditMessageResponse;
    const META: Meta = Meta::put(Route::new("/api/v1/livechat/message/{_id}"));
}
