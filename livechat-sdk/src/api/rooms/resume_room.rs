use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Module, Route},
    id::RoomId,
    wire::Acknowledged,
};

/// Resumes a room that is on hold.
///
/// | | |
/// | --- | --- |
/// | Operation | `POST /api/v1/livechat/room.resumeOnHold` |
/// | Login | permission `view-l-room` |
/// | Licence | module `livechat-enterprise` |
/// | Documented | published OpenAPI “Resume Room On-Hold” |
///
/// # Errors
///
/// `invalid-param`, `error-invalid-room` if there is no such room, `error-room-not-on-hold`, `error-room-not-served`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct ResumeRoom {
    /// The room.
    pub room_id: RoomId,
}

impl ResumeRoom {
    /// Resumes this room.
    pub fn new(room_id: impl Into<RoomId>) -> Self {
        Self { room_id: room_id.into() }
    }
}

impl Endpoint for ResumeRoom {
    type Response = Acknowledged;
    const META: Meta = Meta::post(Route::new("/api/v1/livechat/room.resumeOnHold"))
        .permissions(&["view-l-room"])
        .module(Module::LivechatEnterprise);
}
