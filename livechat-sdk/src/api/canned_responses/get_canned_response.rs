use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Module, Route},
    id::CannedResponseId,
    model::CannedResponse,
    wire::Success,
};

/// Looks up a canned response by id.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/canned-responses/{_id}` |
/// | Login | permission `view-canned-responses` |
/// | Since | 1.0.0 |
/// | Licence | module `canned-responses` |
/// | Documented | published OpenAPI “Get a Canned Response” |
///
/// # Errors
///
/// 404 `Resource not found` if there is none with this id that the caller may see.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct GetCannedResponse {
    /// The canned response.
    #[serde(rename = "_id")]
    pub id: CannedResponseId,
}

impl GetCannedResponse {
    /// Looks up the canned response with this id.
    pub fn new(id: impl Into<CannedResponseId>) -> Self {
        Self { id: id.into() }
    }
}

/// The response to [`GetCannedResponse`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetCannedResponseResponse {
    /// The canned response.
    pub canned_response: CannedResponse,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl GetCannedResponseResponse {
    /// The response with this canned response.
    #[must_use]
    pub fn new(canned_response: CannedResponse) -> Self {
        Self { canned_response, success: Success }
    }
}

impl Endpoint for GetCannedResponse {
    type Response = GetCannedResponseResponse;
    const META: Meta = Meta::get(Route::new("/api/v1/canned-responses/{_id}"))
        .permissions(&["view-canned-responses"])
        .module(Module::CannedResponses)
        .no_payload()
        .since("1.0.0");
}
