use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    id::{DepartmentId, RoomId},
    wire::Success,
};

/// Puts a room that is served back into the queue.
///
/// | | |
/// | --- | --- |
/// | Operation | `POST /api/v1/livechat/inquiries.returnAsInquiry` |
/// | Login | permission `view-l-room` |
/// | Since | 7.12.0 |
/// | Documented | published OpenAPI “Move Chat to Inquiry” |
///
/// # Errors
///
/// `error-room-not-found`, `room-closed`, `error-room-onHold`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct ReturnInquiry {
    /// The room.
    #[field = false]
    pub room_id: RoomId,
    /// The department whose queue it is put into.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub department_id: Option<DepartmentId>,
}

impl ReturnInquiry {
    /// Puts this room back into the queue.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new(room_id: impl Into<RoomId>) -> Self {
        Self { room_id: room_id.into(), department_id: None }
    }
}

/// The response to [`ReturnInquiry`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ReturnInquiryResponse {
    /// Whether the room was put back; false if it is in the queue already.
    pub result: bool,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl ReturnInquiryResponse {
    /// The response with this result.
    #[must_use]
    pub fn new(result: bool) -> Self {
        Self { result, success: Success }
    }
}

impl Endpoint for ReturnInquiry {
    type Response = ReturnInquiryResponse;
    const META: Meta = Meta::post(Route::new("/api/v1/livechat/inquiries.returnAsInquiry"))
        .permissions(&["view-l-room"])
        .since("7.12.0");
}
