use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Module, Route},
    id::RoomId,
    wire::Acknowledged,
};

/// Puts a room on hold.
///
/// | | |
/// | --- | --- |
/// | Operation | `POST /api/v1/livechat/room.onHold` |
/// | Login | permission `on-hold-livechat-room` |
/// | Licence | module `livechat-enterprise` |
/// | Documented | published OpenAPI “Put Omnichannel Room on Hold” |
///
/// # Errors
///
/// `error-invalid-room` if there is no such room; `Not_authorized` if the caller may not do it with this room;
/// `error-room-already-closed`; `error-room-is-already-on-hold`; `error-contact-sent-last-message-so-cannot-place-on-hold`
/// (before 8.0 `error-cannot-place-chat-on-hold`) unless the agent wrote last or the workspace does not mind; `error-unserved-rooms-cannot-be-placed-onhold`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct HoldRoom {
    /// The room.
    pub room_id: RoomId,
}

impl HoldRoom {
    /// Puts this room on hold.
    pub fn new(room_id: impl Into<RoomId>) -> Self {
        Self { room_id: room_id.into() }
    }
}

impl Endpoint for HoldRoom {
    type Response = Acknowledged;
    const META: Meta = Meta::post(Route::new("/api/v1/livechat/room.onHold"))
        .permissions(&["on-hold-livechat-room"])
        .module(Module::LivechatEnterprise);
}
