use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    id::RoomId,
    secret::VisitorToken,
    wire::Success,
};

/// Closes a room, as its visitor.
///
/// | | |
/// | --- | --- |
/// | Operation | `POST /api/v1/livechat/room.close` |
/// | Login | not needed |
/// | Documented | published OpenAPI “Close Omnichannel Room by Visitor” |
///
/// # Errors
///
/// `error-not-allowed-to-close-conversation` if the workspace leaves that to its agents,
/// [`InvalidToken`](crate::ErrorCode::InvalidToken), [`InvalidRoom`](crate::ErrorCode::InvalidRoom) if the room is
/// not this visitor's, [`RoomClosed`](crate::ErrorCode::RoomClosed). A department may want a tag first:
/// `error-tags-must-be-assigned-before-closing-chat`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct CloseRoom {
    /// The room.
    #[serde(rename = "rid")]
    pub room_id: RoomId,
    /// The visitor's token.
    pub token: VisitorToken,
}

impl CloseRoom {
    /// Closes this room of the visitor with this token.
    pub fn new(room_id: impl Into<RoomId>, token: impl Into<VisitorToken>) -> Self {
        Self { room_id: room_id.into(), token: token.into() }
    }
}

/// The response to [`CloseRoom`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CloseRoomResponse {
    /// The room.
    #[serde(rename = "rid")]
    pub room_id: RoomId,
    /// What the room says about it, in the workspace's language: `Closed by visitor`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl CloseRoomResponse {
    /// The response with this room and comment.
    #[must_use]
    pub fn new(room_id: impl Into<RoomId>, comment: impl Into<String>) -> Self {
        Self { room_id: room_id.into(), comment: Some(comment.into()), success: Success }
    }
}

impl Endpoint for CloseRoom {
    type Response = CloseRoomResponse;
    const META: Meta = Meta::post(Route::new("/api/v1/livechat/room.close"));
}
