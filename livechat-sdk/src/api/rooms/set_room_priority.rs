use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Module, Route},
    id::{PriorityId, RoomId},
    wire::Acknowledged,
};

/// Gives a room a priority.
///
/// | | |
/// | --- | --- |
/// | Operation | `POST /api/v1/livechat/room/{rid}/priority` |
/// | Login | permission `view-l-room` |
/// | Since | 6.0.0 |
/// | Licence | module `livechat-enterprise` |
/// | Documented | published OpenAPI “Set Omnichannel Room Priority” |
///
/// A system message says so in the room. Where the workspace orders the queue by priority, the room moves in it.
///
/// # Errors
///
/// `error-room-does-not-exist`; `error-invalid-priority` if there is none with this id (a name is none);
/// [`InvalidParams`](crate::ErrorCode::InvalidParams).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct SetRoomPriority {
    /// The room.
    #[serde(rename = "rid")]
    pub room_id: RoomId,
    /// The priority.
    pub priority_id: PriorityId,
}

impl SetRoomPriority {
    /// Gives this room this priority.
    pub fn new(room_id: impl Into<RoomId>, priority_id: impl Into<PriorityId>) -> Self {
        Self { room_id: room_id.into(), priority_id: priority_id.into() }
    }
}

impl Endpoint for SetRoomPriority {
    type Response = Acknowledged;
    const META: Meta = Meta::post(Route::new("/api/v1/livechat/room/{rid}/priority"))
        .permissions(&["view-l-room"])
        .module(Module::LivechatEnterprise)
        .since("6.0.0");
}
