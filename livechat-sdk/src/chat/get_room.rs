use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    id::RoomId,
    model::Room,
    wire::Success,
};

/// Looks up a room that the caller has access to, open or closed.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/rooms.info?roomId=` |
/// | Login | any user |
///
/// # Errors
///
/// Code `error-room-not-found` if there is no such room, `Not Allowed` if the caller may not see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct GetRoom {
    /// The room.
    pub room_id: RoomId,
}

impl GetRoom {
    /// Looks up this room.
    pub fn new(room_id: impl Into<RoomId>) -> Self {
        Self { room_id: room_id.into() }
    }
}

/// The response to [`GetRoom`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetRoomResponse {
    /// The room.
    pub room: Room,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl GetRoomResponse {
    /// The response with this room.
    #[must_use]
    pub fn new(room: Room) -> Self {
        Self { room, success: Success }
    }
}

impl Endpoint for GetRoom {
    type Response = GetRoomResponse;
    const META: Meta = Meta::get(Route::new("/api/v1/rooms.info")).login();
}
