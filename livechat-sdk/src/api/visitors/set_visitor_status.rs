use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    model::VisitorStatus,
    secret::VisitorToken,
    wire::Success,
};

/// Sets the presence that agents see of a visitor.
///
/// | | |
/// | --- | --- |
/// | Operation | `POST /api/v1/livechat/visitor.status` |
/// | Also documented as | `POST /api/v1/livechat/visitors.status`, which no server is known to serve |
/// | Login | not needed |
/// | Documented | published OpenAPI “Set Visitor's Status” |
///
/// It changes the visitor's open rooms and their inquiry, and not the visitor's own record. Any text is taken.
///
/// # Errors
///
/// [`InvalidToken`](crate::ErrorCode::InvalidToken) if no visitor has this token.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct SetVisitorStatus {
    /// The visitor's token.
    pub token: VisitorToken,
    /// The presence.
    pub status: VisitorStatus,
}

impl SetVisitorStatus {
    /// Sets the presence of the visitor with this token.
    pub fn new(token: impl Into<VisitorToken>, status: VisitorStatus) -> Self {
        Self { token: token.into(), status }
    }
}

/// The response to [`SetVisitorStatus`]: what was sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SetVisitorStatusResponse {
    /// The visitor's token.
    pub token: VisitorToken,
    /// The presence.
    pub status: VisitorStatus,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl SetVisitorStatusResponse {
    /// The response with the data that was sent.
    #[must_use]
    pub fn new(token: impl Into<VisitorToken>, status: VisitorStatus) -> Self {
        Self { token: token.into(), status, success: Success }
    }
}

impl Endpoint for SetVisitorStatus {
    type Response = SetVisitorStatusResponse;
    const META: Meta = Meta::post(Route::new("/api/v1/livechat/visitor.status"))
        .or_at(&[Route::documented("/api/v1/livechat/visitors.status")])
        .idempotent();
}
