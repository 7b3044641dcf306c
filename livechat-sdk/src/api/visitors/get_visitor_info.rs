use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    id::VisitorId,
    model::Visitor,
    wire::Success,
};

/// Looks up a visitor by id.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/livechat/visitors.info?visitorId=` |
/// | Login | permission `view-l-room` |
/// | Since | 2.3.0 |
/// | Documented | “Get the visitor info”; published OpenAPI “Get Visitor Information by ID” |
///
/// Since 8.5.0 (and 8.4.2, 8.3.4, 8.2.4, 8.1.5, 8.0.6, 7.13.8, 7.10.12) the response does not have the visitor's token.
///
/// # Errors
///
/// [`VisitorNotFound`](crate::ErrorCode::VisitorNotFound) if no visitor has this id. A visitor's token is not an id.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct GetVisitorInfo {
    /// The visitor's id.
    pub visitor_id: VisitorId,
}

impl GetVisitorInfo {
    /// Looks up the visitor with this id.
    pub fn new(visitor_id: impl Into<VisitorId>) -> Self {
        Self { visitor_id: visitor_id.into() }
    }
}

/// The response to [`GetVisitorInfo`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetVisitorInfoResponse {
    /// The visitor.
    pub visitor: Visitor,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl GetVisitorInfoResponse {
    /// The response with this visitor.
    #[must_use]
    pub fn new(visitor: Visitor) -> Self {
        Self { visitor, success: Success }
    }
}

impl Endpoint for GetVisitorInfo {
    type Response = GetVisitorInfoResponse;
    const META: Meta =
        Meta::get(Route::new("/api/v1/livechat/visitors.info")).permissions(&["view-l-room"]).since("2.3.0");
}
