use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Module, Page, Paged, Route},
    id::{DepartmentId, UserId},
    model::{CannedResponse, CannedResponseScope},
    sort::Sort,
    wire::{Success, null_as_default},
};

/// Lists the canned responses that the caller may see.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/canned-responses` |
/// | Login | permission `view-canned-responses` |
/// | Since | 1.0.0 |
/// | Licence | module `canned-responses` |
/// | Documented | published OpenAPI “List All Canned Responses” |
///
/// Who has `view-all-canned-responses` sees all. Others see their own, those of their departments and those for everybody.
///
/// # Errors
///
/// [`InvalidSort`](crate::ErrorCode::InvalidSort).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct ListCannedResponses {
    /// The exact shortcut.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shortcut: Option<String>,
    /// A text to look for in shortcuts and texts, regardless of case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The scope.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<CannedResponseScope>,
    /// Tags: one of them is enough.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[field = false]
    pub tags: Vec<String>,
    /// The department. With it, all of that department are listed, whoever asks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub department_id: Option<DepartmentId>,
    /// Who created it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_by: Option<UserId>,
    /// The number of canned responses to skip; 0 by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub offset: Option<u64>,
    /// The page size: 50 canned responses by default, at most 100 (larger values are silently lowered). 0 returns all, if
    /// the workspace allows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub count: Option<u64>,
    /// The order; by shortcut by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<Sort>,
}

impl ListCannedResponses {
    /// Lists all that the caller may see.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets `tags`.
    pub fn tags<T: Into<String>>(mut self, tags: impl IntoIterator<Item = T>) -> Self {
        self.tags = tags.into_iter().map(Into::into).collect();
        self
    }
}

/// The response to [`ListCannedResponses`]: one page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ListCannedResponsesResponse {
    /// The canned responses of this page.
    #[serde(default, deserialize_with = "null_as_default")]
    pub canned_responses: Vec<CannedResponse>,
    /// The number of canned responses on this page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
    /// The number of canned responses that were skipped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<u64>,
    /// The total number of canned responses, on all pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl ListCannedResponsesResponse {
    /// A page of these canned responses, starting at `offset` of `total`.
    #[must_use]
    pub fn new(canned_responses: Vec<CannedResponse>, offset: u64, total: u64) -> Self {
        let count = canned_responses.len() as u64;
        Self { canned_responses, count: Some(count), offset: Some(offset), total: Some(total), success: Success }
    }
}

impl Endpoint for ListCannedResponses {
    type Response = ListCannedResponsesResponse;
    const META: Meta = Meta::get(Route::new("/api/v1/canned-responses"))
        .permissions(&["view-canned-responses"])
        .module(Module::CannedResponses)
        .since("1.0.0");
}

impl Paged for ListCannedResponses {
    type Item = CannedResponse;

    fn offset(&self) -> u64 {
        self.offset.unwrap_or_default()
    }

    fn seek(&mut self, offset: u64) {
        self.offset = Some(offset);
    }

    fn into_page(response: ListCannedResponsesResponse) -> Page<CannedResponse> {
        Page::new(response.canned_responses, response.offset, response.total)
    }
}
