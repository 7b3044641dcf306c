use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    model::Visitor,
    secret::VisitorToken,
    wire::Success,
};

/// Looks up a visitor by token.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/livechat/visitor/{token}` |
/// | Login | not needed |
/// | Since | 0.70.0 |
/// | Documented | “Retrieve a visitor data”; published OpenAPI “Get Visitor Information” |
///
/// # Errors
///
/// [`InvalidToken`](crate::ErrorCode::InvalidToken) if no visitor has this token, or the visitor was removed. Servers
/// of the 0.70 line respond with 200 and no visitor instead: see [`GetVisitorResponse::visitor`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct GetVisitor {
    /// The visitor's token.
    pub token: VisitorToken,
}

impl GetVisitor {
    /// Looks up the visitor with this token.
    pub fn new(token: impl Into<VisitorToken>) -> Self {
        Self { token: token.into() }
    }
}

/// The response to [`GetVisitor`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetVisitorResponse {
    /// The visitor; `None` if there is none (servers of the 0.70 line).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visitor: Option<Visitor>,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl GetVisitorResponse {
    /// The response with this visitor.
    #[must_use]
    pub fn new(visitor: Visitor) -> Self {
        Self { visitor: Some(visitor), success: Success }
    }
}

impl Endpoint for GetVisitor {
    type Response = GetVisitorResponse;
    const META: Meta = Meta::get(Route::new("/api/v1/livechat/visitor/{token}")).since("0.70.0");
}
