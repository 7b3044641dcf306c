use fieldwork::Fieldwork;
use serde::{Deserialize, Deserializer, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Module, Route},
    id::{DepartmentId, TagId},
    model::Tag,
    wire::{Success, beside_success, null_as_default},
};

/// Creates a tag, or replaces one.
///
/// | | |
/// | --- | --- |
/// | Operation | `POST /api/v1/livechat/tags.save` |
/// | Login | permission `manage-livechat-tags` |
/// | Licence | module `livechat-enterprise` |
/// | Documented | published OpenAPI “Create a Tag” |
///
/// All is replaced: a tag that is saved without departments is for all of them.
///
/// # Errors
///
/// [`InvalidParams`](crate::ErrorCode::InvalidParams); an error of the database, whose text begins with `E11000`, if
/// another tag has the name. An unknown id is no error: nothing is stored then.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct SaveTag {
    /// The tag to replace; a new one is created if not given.
    #[serde(rename = "_id", skip_serializing_if = "Option::is_none")]
    pub id: Option<TagId>,
    /// The name and the description.
    #[field = false]
    pub tag_data: TagData,
    /// The departments that it is for; it is for all if there are none.
    #[serde(default, deserialize_with = "null_as_default", skip_serializing_if = "Vec::is_empty")]
    #[field = false]
    pub tag_departments: Vec<DepartmentId>,
}

impl SaveTag {
    /// Creates a tag for all departments.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new(tag: TagData) -> Self {
        Self { id: None, tag_data: tag, tag_departments: Vec::new() }
    }

    /// Sets `tag_departments`.
    pub fn tag_departments<D: Into<DepartmentId>>(mut self, departments: impl IntoIterator<Item = D>) -> Self {
        self.tag_departments = departments.into_iter().map(Into::into).collect();
        self
    }
}

/// The name and the description of a tag to be saved.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[non_exhaustive]
pub struct TagData {
    /// The name.
    pub name: String,
    /// The description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

impl TagData {
    /// A tag with this name.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), description: None }
    }
}

/// The response to [`SaveTag`]: the tag's fields stand at the top level.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct SaveTagResponse {
    /// The tag.
    #[serde(flatten)]
    pub tag: Tag,
    /// Marks the response as a success.
    pub success: Success,
}

impl<'de> Deserialize<'de> for SaveTagResponse {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (tag, success) = beside_success(deserializer)?;
        Ok(Self { tag, success })
    }
}

impl SaveTagResponse {
    /// The response with this tag.
    #[must_use]
    pub fn new(tag: Tag) -> Self {
        Self { tag, success: Success }
    }
}

impl Endpoint for SaveTag {
    type Response = SaveTagResponse;
    const META: Meta = Meta::post(Route::new("/api/v1/livechat/tags.save"))
        .permissions(&["manage-livechat-tags"])
        .module(Module::LivechatEnterprise);
}
