use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Module, Route},
    id::TagId,
    wire::Acknowledged,
};

/// Deletes a tag, also from the canned responses that have it. Rooms keep it.
///
/// | | |
/// | --- | --- |
/// | Operation | `POST /api/v1/livechat/tags.delete` |
/// | Login | permission `manage-livechat-tags` |
/// | Since | 7.12.0 |
/// | Licence | module `livechat-enterprise` |
/// | Documented | published OpenAPI “Delete a tag” |
///
/// # Errors
///
/// `tag-not-found`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct DeleteTag {
    /// The tag to delete.
    pub id: TagId,
}

impl DeleteTag {
    /// Deletes the tag with this id.
    pub fn new(id: impl Into<TagId>) -> Self {
        Self { id: id.into() }
    }
}

impl Endpoint for DeleteTag {
    type Response = Acknowledged;
    const META: Meta = Meta::post(Route::new("/api/v1/livechat/tags.delete"))
        .permissions(&["manage-livechat-tags"])
        .module(Module::LivechatEnterprise)
        .since("7.12.0");
}
