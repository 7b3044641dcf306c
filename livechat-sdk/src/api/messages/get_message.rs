use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    id::{MessageId, RoomId},
    model::Message,
    secret::VisitorToken,
    wire::Success,
};

/// Looks up a message of a room, as its visitor.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/livechat/message/{_id}?token=&rid=` |
/// | Login | not needed |
/// | Documented | published OpenAPI “Get a Livechat Message” |
///
/// # Errors
///
/// [`InvalidToken`](crate::ErrorCode::InvalidToken), [`InvalidRoom`](crate::ErrorCode::InvalidRoom) if the room is
/// not this visitor's, [`InvalidMessage`](crate::ErrorCode::InvalidMessage) if it has no such message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct GetMessage {
    /// The message's id.
    #[serde(rename = "_id")]
    pub id: MessageId,
    /// The visitor's token.
    pub token: VisitorToken,
    /// The room.
    #[serde(rename = "rid")]
    pub room_id: RoomId,
}

impl GetMessage {
    /// Looks up this message in this room of the visitor with this token.
    pub fn new(id: impl Into<MessageId>, room_id: impl Into<RoomId>, token: impl Into<VisitorToken>) -> Self {
        Self { id: id.into(), token: token.into(), room_id: room_id.into() }
    }
}

/// The response to [`GetMessage`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetMessageResponse {
    /// The message.
    pub message: Message,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl GetMessageResponse {
    /// The response with this message.
    #[must_use]
    pub fn new(message: Message) -> Self {
        Self { message, success: Success }
    }
}

impl Endpoint for GetMessage {
    type Response = GetMessageResponse;
    const META: Meta = Meta::get(Route::new("/api/v1/livechat/message/{_id}"));
}
