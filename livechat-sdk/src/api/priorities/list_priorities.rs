use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Module, Page, Paged, Route},
    model::Priority,
    sort::Sort,
    wire::{Success, null_as_default},
};

/// Lists the priorities.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/livechat/priorities` |
/// | Login | permission `manage-livechat-priorities` or `view-l-room` |
/// | Since | 6.0.0 |
/// | Licence | module `livechat-enterprise` |
/// | Documented | published OpenAPI “Get List of Priorities” |
///
/// # Errors
///
/// [`InvalidSort`](crate::ErrorCode::InvalidSort).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct ListPriorities {
    /// A text to look for in the names that the workspace gave, regardless of case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The number of priorities to skip; 0 by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub offset: Option<u64>,
    /// The page size: 50 priorities by default, at most 100 (larger values are silently lowered). 0 returns all, if the
    /// workspace allows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub count: Option<u64>,
    /// The order; by name by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<Sort>,
}

impl ListPriorities {
    /// Lists all five priorities.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new() -> Self {
        Self::default()
    }
}

/// The response to [`ListPriorities`]: one page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ListPrioritiesResponse {
    /// The priorities of this page.
    #[serde(default, deserialize_with = "null_as_default")]
    pub priorities: Vec<Priority>,
    /// The number of priorities on this page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
    /// The number of priorities that were skipped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<u64>,
    /// The total number of priorities, on all pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl ListPrioritiesResponse {
    /// A page of these priorities, starting at `offset` of `total`.
    #[must_use]
    pub fn new(priorities: Vec<Priority>, offset: u64, total: u64) -> Self {
        let count = priorities.len() as u64;
        Self { priorities, count: Some(count), offset: Some(offset), total: Some(total), success: Success }
    }
}

impl Endpoint for ListPriorities {
    type Response = ListPrioritiesResponse;
    const META: Meta = Meta::get(Route::new("/api/v1/livechat/priorities"))
        .any_permission(&["manage-livechat-priorities", "view-l-room"])
        .module(Module::LivechatEnterprise)
        .since("6.0.0");
}

impl Paged for ListPriorities {
    type Item = Priority;

    fn offset(&self) -> u64 {
        self.offset.unwrap_or_default()
    }

    fn seek(&mut self, offset: u64) {
        self.offset = Some(offset);
    }

    fn into_page(response: ListPrioritiesResponse) -> Page<Priority> {
        Page::new(response.priorities, response.offset, response.total)
    }
}
