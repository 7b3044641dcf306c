use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    id::RoomId,
    secret::VisitorToken,
    wire::Success,
};

/// Sets the state of a visitor's WebRTC call.
///
/// | | |
/// | --- | --- |
/// | Operation | `POST /api/v1/livechat/visitor.callStatus`, up to 7 |
/// | Login | not needed |
/// | Since | 4.2.0 |
/// | Documented | nowhere |
///
/// # Errors
///
/// [`InvalidToken`](crate::ErrorCode::InvalidToken) if no visitor has this token. Servers from 8 do not know the path.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct SetCallStatus {
    /// The visitor's token.
    pub token: VisitorToken,
    /// The state of the call, such as `ringing`, `inProgress`, `declined` or `ended`.
    pub call_status: String,
    /// The room.
    #[serde(rename = "rid")]
    pub room_id: RoomId,
    /// The call's id: that of the message about it.
    pub call_id: String,
}

impl SetCallStatus {
    /// Sets the state of this call in this room, as the visitor with this token.
    pub fn new(
        room_id: impl Into<RoomId>,
        token: impl Into<VisitorToken>,
        call_id: impl Into<String>,
        call_status: impl Into<String>,
    ) -> Self {
        Self { token: token.into(), call_status: call_status.into(), room_id: room_id.into(), call_id: call_id.into() }
    }
}

/// The response to [`SetCallStatus`]: what was sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SetCallStatusResponse {
    /// The visitor's token.
    pub token: VisitorToken,
    /// The state of the call.
    pub call_status: String,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl SetCallStatusResponse {
    /// The response with the data that was sent.
    #[must_use]
    pub fn new(token: impl Into<VisitorToken>, call_status: impl Into<String>) -> Self {
        Self { token: token.into(), call_status: call_status.into(), success: Success }
    }
}

impl Endpoint for SetCallStatus {
    type Response = SetCallStatusResponse;
    const META: Meta = Meta::post(Route::new("/api/v1/livechat/visitor.callStatus")).since("4.2.0").idempotent();
}
