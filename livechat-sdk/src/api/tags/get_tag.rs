use serde::{Deserialize, Deserializer, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Module, Route},
    id::TagId,
    model::Tag,
    wire::{Success, beside_success},
};

/// Looks up a tag by id.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/livechat/tags/{tagId}` |
/// | Login | permission `view-l-room` or `manage-livechat-tags` |
/// | Licence | module `livechat-enterprise` |
/// | Documented | published OpenAPI “Get a Tag” |
///
/// # Errors
///
/// 404 `Tag not found`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct GetTag {
    /// The tag.
    pub tag_id: TagId,
}

impl GetTag {
    /// Looks up the tag with this id.
    pub fn new(id: impl Into<TagId>) -> Self {
        Self { tag_id: id.into() }
    }
}

/// The response to [`GetTag`]: the tag's fields stand at the top level.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct GetTagResponse {
    /// The tag.
    #[serde(flatten)]
    pub tag: Tag,
    /// Marks the response as a success.
    pub success: Success,
}

impl<'de> Deserialize<'de> for GetTagResponse {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (tag, success) = beside_success(deserializer)?;
        Ok(Self { tag, success })
    }
}

impl GetTagResponse {
    /// The response with this tag.
    #[must_use]
    pub fn new(tag: Tag) -> Self {
        Self { tag, success: Success }
    }
}

impl Endpoint for GetTag {
    type Response = GetTagResponse;
    const META: Meta = Meta::get(Route::new("/api/v1/livechat/tags/{tagId}"))
        .any_permission(&["view-l-room", "manage-livechat-tags"])
        .module(Module::LivechatEnterprise)
        .no_payload();
}
