use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    id::RoomId,
    model::Inquiry,
    wire::Success,
};

/// Looks up the inquiry of a room.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/livechat/inquiries.getOne?roomId=` |
/// | Login | permission `view-l-room` |
/// | Since | 2.4.0 |
/// | Documented | published OpenAPI “Get Inquiry by Room” |
///
/// A room without one, because it is closed or does not exist, is not an error: see [`GetInquiryResponse::inquiry`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct GetInquiry {
    /// The room.
    pub room_id: RoomId,
}

impl GetInquiry {
    /// Looks up the inquiry of this room.
    pub fn new(room_id: impl Into<RoomId>) -> Self {
        Self { room_id: room_id.into() }
    }
}

/// The response to [`GetInquiry`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetInquiryResponse {
    /// The inquiry; `None`, which servers write as `null`, if the room has none.
    pub inquiry: Option<Inquiry>,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl GetInquiryResponse {
    /// The response with this inquiry, or with none.
    #[must_use]
    pub fn new(inquiry: Option<Inquiry>) -> Self {
        Self { inquiry, success: Success }
    }
}

impl Endpoint for GetInquiry {
    type Response = GetInquiryResponse;
    const META: Meta =
        Meta::get(Route::new("/api/v1/livechat/inquiries.getOne")).permissions(&["view-l-room"]).since("2.4.0");
}
