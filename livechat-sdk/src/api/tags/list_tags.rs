use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Module, Page, Paged, Route},
    id::DepartmentId,
    model::Tag,
    sort::Sort,
    wire::{Success, null_as_default, true_flag},
};

/// Lists the tags that the caller may use.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/livechat/tags` |
/// | Login | permission `view-l-room` or `manage-livechat-tags` |
/// | Licence | module `livechat-enterprise` |
/// | Documented | published OpenAPI “Get List of Tags” |
///
/// Everybody sees the tags that are for all departments. Agents and monitors also see those of their departments. Who has
/// `manage-livechat-tags` sees those of one department, or all, where that is asked for.
///
/// # Errors
///
/// [`InvalidSort`](crate::ErrorCode::InvalidSort).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct ListTags {
    /// A text to look for in names and descriptions, regardless of case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The department whose tags are listed beside those of all departments. One that the caller has nothing to do with is
    /// ignored.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub department: Option<DepartmentId>,
    /// Whether all tags are listed, for callers who have `manage-livechat-tags`.
    #[serde(default, deserialize_with = "true_flag", skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub view_all: Option<bool>,
    /// The number of tags to skip; 0 by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub offset: Option<u64>,
    /// The page size: 50 tags by default, at most 100 (larger values are silently lowered). 0 returns all, if the
    /// workspace allows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub count: Option<u64>,
    /// The order; by name by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<Sort>,
}

impl ListTags {
    /// Lists the tags that are for all departments, and those of the caller's departments.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new() -> Self {
        Self::default()
    }
}

/// The response to [`ListTags`]: one page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ListTagsResponse {
    /// The tags of this page.
    #[serde(default, deserialize_with = "null_as_default")]
    pub tags: Vec<Tag>,
    /// The number of tags on this page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
    /// The number of tags that were skipped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<u64>,
    /// The total number of tags, on all pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl ListTagsResponse {
    /// A page of these tags, starting at `offset` of `total`.
    #[must_use]
    pub fn new(tags: Vec<Tag>, offset: u64, total: u64) -> Self {
        let count = tags.len() as u64;
        Self { tags, count: Some(count), offset: Some(offset), total: Some(total), success: Success }
    }
}

impl Endpoint for ListTags {
    type Response = ListTagsResponse;
    const META: Meta = Meta::get(Route::new("/api/v1/livechat/tags"))
        .any_permission(&["view-l-room", "manage-livechat-tags"])
        .module(Module::LivechatEnterprise);
}

impl Paged for ListTags {
    type Item = Tag;

    fn offset(&self) -> u64 {
        self.offset.unwrap_or_default()
    }

    fn seek(&mut self, offset: u64) {
        self.offset = Some(offset);
    }

    fn into_page(response: ListTagsResponse) -> Page<Tag> {
        Page::new(response.tags, response.offset, response.total)
    }
}
