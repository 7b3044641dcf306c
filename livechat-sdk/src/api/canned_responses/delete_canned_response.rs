use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Module, Route},
    id::CannedResponseId,
    wire::Acknowledged,
};

/// Deletes a canned response, whoever created it.
///
/// | | |
/// | --- | --- |
/// | Operation | `DELETE /api/v1/canned-responses/{_id}` |
/// | On older servers | `DELETE /api/v1/canned-responses`, with a JSON body: the only form before 7.12.0 |
/// | Login | permission `remove-canned-responses` |
/// | Since | 1.0.0; with the id in the path since 7.12.0 |
/// | Licence | module `canned-responses` |
/// | Documented | published OpenAPI “Delete a Canned Response” |
///
/// # Errors
///
/// `error-canned-response-not-found`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct DeleteCannedResponse {
    /// The canned response to delete.
    #[serde(rename = "_id")]
    pub id: CannedResponseId,
}

impl DeleteCannedResponse {
    /// Deletes the canned response with this id.
    pub fn new(id: impl Into<CannedResponseId>) -> Self {
        Self { id: id.into() }
    }
}

impl Endpoint for DeleteCannedResponse {
    type Response = Acknowledged;
    const META: Meta = Meta::delete(Route::new("/api/v1/canned-responses/{_id}"))
        .or_at(&[Route::new("/api/v1/canned-responses")])
        .json()
        .permissions(&["remove-canned-responses"])
        .module(Module::CannedResponses)
        .since("1.0.0");
}
