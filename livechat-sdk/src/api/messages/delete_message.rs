use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    id::{MessageId, RoomId},
    secret::VisitorToken,
    time::Timestamp,
    wire::Success,
};

/// Removes a message that the visitor wrote.
///
/// | | |
/// | --- | --- |
/// | Operation | `DELETE /api/v1/livechat/message/{_id}`, with a JSON body |
/// | Login | not needed |
/// | Documented | published OpenAPI “Delete Livechat Message” |
///
/// The server looks the message up by its id alone; the room need only be one of the visitor's.
///
/// # Errors
///
/// [`InvalidToken`](crate::ErrorCode::InvalidToken), [`InvalidRoom`](crate::ErrorCode::InvalidRoom) if the room is not
/// this visitor's, [`InvalidMessage`](crate::ErrorCode::InvalidMessage),
/// [`ActionNotAllowed`](crate::ErrorCode::ActionNotAllowed) if the message is another user's, or the workspace does not
/// allow deleting.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct DeleteMessage {
    /// The message's id.
    #[serde(rename = "_id")]
    pub id: MessageId,
    /// The visitor's token.
    pub token: VisitorToken,
    /// A room of the visitor.
    #[serde(rename = "rid")]
    pub room_id: RoomId,
}

impl DeleteMessage {
    /// Removes this message.
    pub fn new(id: impl Into<MessageId>, room_id: impl Into<RoomId>, token: impl Into<VisitorToken>) -> Self {
        Self { id: id.into(), token: token.into(), room_id: room_id.into() }
    }
}

/// The response to [`DeleteMessage`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DeleteMessageResponse {
    /// The deleted message.
    pub message: DeletedMessage,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl DeleteMessageResponse {
    /// The response about this message, removed then.
    #[must_use]
    pub fn new(id: impl Into<MessageId>, deleted_at: Timestamp) -> Self {
        Self { message: DeletedMessage { id: id.into(), deleted_at: Some(deleted_at) }, success: Success }
    }
}

/// A deleted message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DeletedMessage {
    /// The message's id.
    #[serde(rename = "_id")]
    pub id: MessageId,
    /// When it was removed.
    #[serde(rename = "ts", skip_serializing_if = "Option::is_none")]
    pub deleted_at: Option<Timestamp>,
}

impl Endpoint for DeleteMessage {
    type Response = DeleteMessageResponse;
    const META: Meta = Meta::delete(Route::new("/api/v1/livechat/message/{_id}")).json();
}
