use derive_setters::Setters;
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
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Setters)]
#[serde(rename_all = "camelCase")]
#[setters(into, strip_option)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct SearchVisitors {
    /// What to search for; all visitors if it is empty.
    #[setters(skip)]
    pub term: String,
    /// How many visitors to skip; 0 if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[setters(into = false)]
    pub offset: Option<u64>,
    /// How many visitors to answer with: 50 if not given, at most 100 (a larger number is lowered without a word).
    /// 0 asks for all, where the workspace allows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[setters(into = false)]
    pub count: Option<u64>,
    /// The order; newest first (`ts` descending) if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<Sort>,
}

impl SearchVisitors {
    /// Searches for this.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::api#optional-arguments).
    pub fn new(term: impl Into<String>) -> Self {
        Self { term: term.into(), offset: None, count: None, sort: None }
    }
}

/// The answer to [`SearchVisitors`]: one page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SearchVisitorsResponse {
    /// The visitors of this page, without their tokens.
    #[serde(default, deserialize_with = "null_as_default")]
    pub visitors: Vec<Visitor>,
    /// How many visitors this page has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
    /// How many visitors were skipped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<u64>,
    /// How many visitors there are on all pages together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
    /// Says that the call succeeded.
    #[serde(default)]
    pub success: Success,
}

impl SearchVisitorsResponse {
    /// A page with these visitors, of so many in all, after so many.
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
