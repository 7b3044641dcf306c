use fieldwork::Fieldwork;
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
/// `error-not-authorized` if the caller is not an agent of the department.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct ListQueuedInquiries {
    /// Of this department, which has to be one of the caller's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub department: Option<String>,
    /// The number of inquiries to skip; 0 by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub offset: Option<u64>,
    /// The page size: 50 inquiries by default, at most 100 (larger values are silently lowered). 0 returns all, if the
    /// workspace allows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub count: Option<u64>,
    /// The order; the server's own by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<Sort>,
}

impl ListQueuedInquiries {
    /// Lists all rooms that the caller may take.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new() -> Self {
        Self::default()
    }
}

/// The response to [`ListQueuedInquiries`]: one page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ListQueuedInquiriesResponse {
    /// The inquiries of this page.
    #[serde(default, deserialize_with = "null_as_default")]
    pub inquiries: Vec<Inquiry>,
    /// The number of inquiries on this page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
    /// The number of inquiries that were skipped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<u64>,
    /// The total number of inquiries, on all pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl ListQueuedInquiriesResponse {
    /// A page of these inquiries, starting at `offset` of `total`.
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
