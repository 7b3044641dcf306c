use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Page, Paged, Route},
    model::Visitor,
    sort::Sort,
    wire::{Success, null_as_default},
};

/// Searches visitors, newest first.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/livechat/visitors.search?term=` |
/// | Login | permission `view-l-room` |
/// | Documented | published OpenAPI “Search Visitors by Term” |
///
/// A visitor is found by the exact e-mail address or phone number, or by a part of the name, of the user name or of a
/// custom field that can be searched, regardless of case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct SearchVisitors {
    /// The search text; all visitors if it is empty.
    #[field = false]
    pub term: String,
    /// The number of visitors to skip; 0 by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub offset: Option<u64>,
    /// The page size: 50 visitors by default, at most 100 (larger values are silently lowered). 0 returns all, if the
    /// workspace allows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub count: Option<u64>,
    /// The order; newest first (`ts` descending) by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<Sort>,
}

impl SearchVisitors {
    /// Searches for this.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new(term: impl Into<String>) -> Self {
        Self { term: term.into(), offset: None, count: None, sort: None }
    }
}

/// The response to [`SearchVisitors`]: one page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SearchVisitorsResponse {
    /// The visitors of this page, without their tokens.
    #[serde(default, deserialize_with = "null_as_default")]
    pub visitors: Vec<Visitor>,
    /// The number of visitors on this page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
    /// The number of visitors that were skipped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<u64>,
    /// The total number of visitors, on all pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl SearchVisitorsResponse {
    /// A page of these visitors, starting at `offset` of `total`.
    #[must_use]
    pub fn new(visitors: Vec<Visitor>, offset: u64, total: u64) -> Self {
        let count = visitors.len() as u64;
        Self { visitors, count: Some(count), offset: Some(offset), total: Some(total), success: Success }
    }
}

impl Endpoint for SearchVisitors {
    type Response = SearchVisitorsResponse;
    const META: Meta = Meta::get(Route::new("/api/v1/livechat/visitors.search")).permissions(&["view-l-room"]);
}

impl Paged for SearchVisitors {
    type Item = Visitor;

    fn offset(&self) -> u64 {
        self.offset.unwrap_or_default()
    }

    fn seek(&mut self, offset: u64) {
        self.offset = Some(offset);
    }

    fn into_page(response: SearchVisitorsResponse) -> Page<Visitor> {
        Page::new(response.visitors, response.offset, response.total)
    }
}
