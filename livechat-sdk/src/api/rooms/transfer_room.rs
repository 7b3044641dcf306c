use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    id::{DepartmentId, RoomId},
    model::Room,
    secret::VisitorToken,
    wire::Success,
};

/// Transfers a conversation to another department, as its visitor.
///
/// | | |
/// | --- | --- |
/// | Operation | `POST /api/v1/livechat/visitor/department.transfer` |
/// | On older servers | `POST /api/v1/livechat/room.transfer`, up to 7 |
/// | Login | not needed |
/// | Documented | published OpenAPI “Visitor Transfer Room” |
///
/// The server checks that a visitor has the token, but not that the room is theirs.
///
/// # Errors
///
/// [`InvalidToken`](crate::ErrorCode::InvalidToken), [`NoSuchRoom`](crate::ErrorCode::NoSuchRoom),
/// [`ConversationClosed`](crate::ErrorCode::ConversationClosed),
/// [`InvalidVisitor`](crate::ErrorCode::InvalidVisitor),
/// [`InvalidDepartment`](crate::ErrorCode::InvalidDepartment),
/// [`SameDepartment`](crate::ErrorCode::SameDepartment),
/// [`NoAgentsInDepartment`](crate::ErrorCode::NoAgentsInDepartment), `error-mac-limit-reached`,
/// `error-room-onHold`, `error-transferring-inquiry`, `error-forwarding-chat`, `error-transefing-chat` and
/// `error-transfering-chat` (so spelt).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct TransferRoom {
    /// The room.
    #[serde(rename = "rid")]
    pub room_id: RoomId,
    /// The visitor's token.
    pub token: VisitorToken,
    /// The department to transfer it to.
    pub department: DepartmentId,
}

impl TransferRoom {
    /// Forwards this room to this department, as the visitor with this token.
    pub fn new(
        room_id: impl Into<RoomId>,
        token: impl Into<VisitorToken>,
        department: impl Into<DepartmentId>,
    ) -> Self {
        Self { room_id: room_id.into(), token: token.into(), department: department.into() }
    }
}

/// The response to [`TransferRoom`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TransferRoomResponse {
    /// The room after the transfer; only older servers send it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub room: Option<Box<Room>>,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl TransferRoomResponse {
    /// The response of newer servers.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl Endpoint for TransferRoom {
    type Response = TransferRoomResponse;
    const META: Meta = Meta::post(Route::new("/api/v1/livechat/visitor/department.transfer"))
        .or_at(&[Route::new("/api/v1/livechat/room.transfer")]);
}
