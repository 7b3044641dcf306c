use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Module, Route},
    id::RoomId,
    wire::Acknowledged,
};

/// Takes a room's priority from it.
///
/// | | |
/// | --- | --- |
/// | Operation | `DELETE /api/v1/livechat/room/{rid}/priority` |
/// | Login | permission `view-l-room` |
/// | Since | 6.0.0 |
/// | Licence | module `livechat-enterprise` |
/// | Documented | published OpenAPI “Remove Omnichannel Room Priority” |
///
/// A system message says so in the room, also if it had none.
///
/// # Errors
///
/// `error-room-does-not-exist`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct UnsetRoomPriority {
    /// The room.
    #[serde(rename = "rid")]
    pub room_id: RoomId,
}

impl UnsetRoomPriority {
    /// Takes this room's priority.
    pub fn new(room_id: impl Into<RoomId>) -> Self {
        Self { room_id: room_id.into() }
    }
}

impl Endpoint for UnsetRoomPriority {
    type Response = Acknowledged;
    const META: Meta = Meta::delete(Route::new("/api/v1/livechat/room/{rid}/priority"))
        .permissions(&["view-l-room"])
        .module(Module::LivechatEnterprise)
        .since("6.0.0");
}
