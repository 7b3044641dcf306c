use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    id::VisitorId,
    secret::VisitorToken,
    time::Timestamp,
    wire::Success,
};

/// Removes a visitor with all rooms, messages and files.
///
/// | | |
/// | --- | --- |
/// | Operation | `DELETE /api/v1/livechat/visitor/{token}` |
/// | Login | not needed |
/// | Documented | published OpenAPI “Delete Visitor” |
///
/// The record is kept, disabled and without personal data.
///
/// # Errors
///
/// [`InvalidToken`](crate::ErrorCode::InvalidToken) if no visitor has this token,
/// [`VisitorHasOpenRooms`](crate::ErrorCode::VisitorHasOpenRooms) unless the workspace collects data about its
/// visitors' browsers, `error-removing-visitor`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct DeleteVisitor {
    /// The visitor's token.
    pub token: VisitorToken,
}

impl DeleteVisitor {
    /// Removes the visitor with this token.
    pub fn new(token: impl Into<VisitorToken>) -> Self {
        Self { token: token.into() }
    }
}

/// The response to [`DeleteVisitor`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DeleteVisitorResponse {
    /// The deleted visitor.
    pub visitor: DeletedVisitor,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl DeleteVisitorResponse {
    /// The response about this visitor, removed then.
    #[must_use]
    pub fn new(id: impl Into<VisitorId>, deleted_at: Timestamp) -> Self {
        Self { visitor: DeletedVisitor { id: id.into(), deleted_at: Some(deleted_at) }, success: Success }
    }
}

/// A deleted visitor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DeletedVisitor {
    /// The visitor's id.
    #[serde(rename = "_id")]
    pub id: VisitorId,
    /// When the visitor was removed.
    #[serde(rename = "ts", skip_serializing_if = "Option::is_none")]
    pub deleted_at: Option<Timestamp>,
}

impl Endpoint for DeleteVisitor {
    type Response = DeleteVisitorResponse;
    const META: Meta = Meta::delete(Route::new("/api/v1/livechat/visitor/{token}"));
}
