use derive_setters::Setters;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Page, Paged, Route},
    model::Inquiry,
    sort::Sort,
    wire::{Success, null_as_default},
};

/// Lists the rooms in the queue that the caller may take.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/livechat/inquiries.queuedForUser` |
/// | Login | permission `view-l-room` |
/// | Documented | published OpenAPI “List Queued User Inquiries” |
///
/// These are the rooms of the caller's enabled departments, those of no department, and those that are meant for the
/// caller.
///
/// # Errors
///
/// `error-not-authorized` if the caller is no agent of the department.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Setters)]
#[serde(rename_all = "camelCase")]
#[setters(into, strip_option)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct ListQueuedInquiries {
    /// Of this department, which has to be one of the caller's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub department: Option<String>,
    /// How many inquiries to skip; 0 if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[setters(into = false)]
    pub offset: Option<u64>,
    /// How many inquiries to answer with: 50 if not given, at most 100 (a larger number is lowered without a word).
    /// 0 asks for all, where the workspace allows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[setters(into = false)]
    pub count: Option<u64>,
    /// The order; the server's own if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<Sort>,
}

impl ListQueuedInquiries {
    /// Lists all rooms that the caller may take.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::api#optional-arguments).
    pub fn new() -> Self {
        Self::default()
    }
}

/// The answer to [`ListQueuedInquiries`]: one page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ListQueuedInquiriesResponse {
    /// The inquiries of this page.
    #[serde(default, deserialize_with = "null_as_default")]
    pub inquiries: Vec<Inquiry>,
    /// How many inquiries this page has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
    /// How many inquiries were skipped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<u64>,
    /// How many inquiries there are on all pages together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
    /// Says that the call succeeded.
    #[serde(default)]
    pub success: Success,
}

impl ListQueuedInquiriesResponse {
    /// A page with these inquiries, of so many in all, after so many.
    #[must_use]
    pub fn new(inquiries: Vec<Inquiry>, offset: u64, total: u64) -> Self {
        let count = inquiries.len() as u64;
        Self { inquiries, count: Some(count), offset: Some(offset), total: Some(total), success: Success }
    }
}

impl Endpoint for ListQueuedInquiries {
    type Response = ListQueuedInquiriesResponse;
    const META: Meta = Meta::get(Route::new("/api/v1/livechat/inquiries.queuedForUser")).permissions(&["view-l-room"]);
}

impl Paged for ListQueuedInquiries {
    type Item = Inquiry;

    fn offset(&self) -> u64 {
        self.offset.unwrap_or_default()
    }

    fn seek(&mut self, offset: u64) {
        self.offset = Some(offset);
    }

    fn into_page(response: ListQueuedInquiriesResponse) -> Page<Inquiry> {
        Page::new(response.inquiries, response.offset, response.total)
    }
}
