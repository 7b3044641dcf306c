use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    id::RoomId,
    wire::Acknowledged,
};

/// Joins a room as an agent who does not serve it.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/livechat/room.join` |
/// | Login | permission `view-l-room` |
/// | Documented | published OpenAPI “Join Omnichannel Room” |
///
/// It changes the room although it is a `GET`: the room gets a participant and a message that says so. So the client
/// does not repeat it after a lost response.
///
/// # Errors
///
/// `error-invalid-room` if there is no such room, `room-closed`, `error-mac-limit-reached`,
/// [`NotAllowed`](crate::ErrorCode::NotAllowed) if the caller has no access to the room.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct JoinRoom {
    /// The room.
    pub room_id: RoomId,
}

impl JoinRoom {
    /// Joins this room.
    pub fn new(room_id: impl Into<RoomId>) -> Self {
        Self { room_id: room_id.into() }
    }
}

impl Endpoint for JoinRoom {
    type Response = Acknowledged;
    const META: Meta =
        Meta::get(Route::new("/api/v1/livechat/room.join")).permissions(&["view-l-room"]).not_idempotent();
}
