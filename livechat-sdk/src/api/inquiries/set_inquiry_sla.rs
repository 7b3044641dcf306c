use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Module, Route},
    id::RoomId,
    wire::Acknowledged,
};

/// Gives a room that waits in the queue a service level.
///
/// | | |
/// | --- | --- |
/// | Operation | `PUT /api/v1/livechat/inquiry.setSLA` |
/// | Login | permission `view-l-room` or `manage-livechat-sla` |
/// | Since | 5.0.0 |
/// | Licence | module `livechat-enterprise` |
/// | Documented | published OpenAPI “Set SLA Policy to Inquiry” |
///
/// A system message says so in the room. Where the workspace orders the queue by service level, the room moves in it.
///
/// # Errors
///
/// `error-invalid-inquiry` if the room is not in the queue; `error-invalid-sla` if there is no such policy;
/// [`InvalidParams`](crate::ErrorCode::InvalidParams) (older servers: `The 'roomId' param is required`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct SetInquirySla {
    /// The room.
    pub room_id: RoomId,
    /// The policy: its id or its exact name.
    pub sla: String,
}

impl SetInquirySla {
    /// Gives this room the policy with this id or name.
    pub fn new(room_id: impl Into<RoomId>, sla: impl Into<String>) -> Self {
        Self { room_id: room_id.into(), sla: sla.into() }
    }
}

impl Endpoint for SetInquirySla {
    type Response = Acknowledged;
    const META: Meta = Meta::put(Route::new("/api/v1/livechat/inquiry.setSLA"))
        .any_permission(&["view-l-room", "manage-livechat-sla"])
        .module(Module::LivechatEnterprise)
        .since("5.0.0");
}
