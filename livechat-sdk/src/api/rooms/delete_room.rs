use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    id::RoomId,
    wire::Acknowledged,
};

/// Deletes a closed room, with its messages.
///
/// | | |
/// | --- | --- |
/// | Operation | `POST /api/v1/livechat/rooms.delete` |
/// | Login | permission `remove-closed-livechat-room` |
/// | Since | 7.12.0 |
/// | Documented | published OpenAPI “Remove a Closed Omnichannel Room” |
///
/// The visitor, the contact and the files that were sent into the room stay. Nothing brings the room back.
///
/// # Errors
///
/// `Invalid room` if there is no such room. An error without a text or a code if the room is open.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct DeleteRoom {
    /// The room.
    pub room_id: RoomId,
}

impl DeleteRoom {
    /// Deletes this room.
    pub fn new(room_id: impl Into<RoomId>) -> Self {
        Self { room_id: room_id.into() }
    }
}

impl Endpoint for DeleteRoom {
    type Response = Acknowledged;
    const META: Meta = Meta::post(Route::new("/api/v1/livechat/rooms.delete"))
        .permissions(&["remove-closed-livechat-room"])
        .since("7.12.0");
}
