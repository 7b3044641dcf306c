use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Module, Route},
    model::CannedResponse,
    wire::{Success, null_as_default},
};

/// Lists the canned responses that the caller may use, all at once and in the order in which they were created.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/canned-responses.get` |
/// | Login | permission `view-canned-responses` |
/// | Since | 1.0.0 |
/// | Licence | module `canned-responses` |
/// | Documented | published OpenAPI “Get User Canned Responses” |
///
/// These are the caller's own, those for everybody and those of the caller's departments; of all departments for who has
/// `view-all-canned-responses`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct ListUsableCannedResponses {}

impl ListUsableCannedResponses {
    /// Lists all that the caller may use.
    pub fn new() -> Self {
        Self::default()
    }
}

/// The response to [`ListUsableCannedResponses`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ListUsableCannedResponsesResponse {
    /// The canned responses.
    #[serde(default, deserialize_with = "null_as_default")]
    pub responses: Vec<CannedResponse>,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl ListUsableCannedResponsesResponse {
    /// The response with these canned responses.
    #[must_use]
    pub fn new(responses: Vec<CannedResponse>) -> Self {
        Self { responses, success: Success }
    }
}

impl Endpoint for ListUsableCannedResponses {
    type Response = ListUsableCannedResponsesResponse;
    const META: Meta = Meta::get(Route::new("/api/v1/canned-responses.get"))
        .permissions(&["view-canned-responses"])
        .module(Module::CannedResponses)
        .no_payload()
        .since("1.0.0");
}
