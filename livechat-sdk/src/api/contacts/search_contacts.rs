use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Page, Paged, Route},
    model::Contact,
    sort::Sort,
    wire::{Success, null_as_default},
};

/// Lists contacts, by a text in their name, e-mail addresses or phone numbers.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/omnichannel/contacts.search` |
/// | Login | permission `view-livechat-contact` |
/// | Documented | published OpenAPI “Search Omnichannel Contacts” |
///
/// # Errors
///
/// [`InvalidSort`](crate::ErrorCode::InvalidSort).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct SearchContacts {
    /// The text; all contacts are listed if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub search_text: Option<String>,
    /// Whether to list unknown contacts, which no user saved yet, or known ones (servers from 7.13); both if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub unknown: Option<bool>,
    /// The number of contacts to skip; 0 by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub offset: Option<u64>,
    /// The page size: 50 contacts by default, at most 100 (larger values are silently lowered). 0 returns all, if the
    /// workspace allows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub count: Option<u64>,
    /// The order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<Sort>,
}

impl SearchContacts {
    /// Lists all contacts.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new() -> Self {
        Self::default()
    }
}

/// The response to [`SearchContacts`]: one page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SearchContactsResponse {
    /// The contacts of this page.
    #[serde(default, deserialize_with = "null_as_default")]
    pub contacts: Vec<Contact>,
    /// The number of contacts on this page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
    /// The number of contacts that were skipped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<u64>,
    /// The total number of contacts, on all pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl SearchContactsResponse {
    /// A page of these contacts, starting at `offset` of `total`.
    #[must_use]
    pub fn new(contacts: Vec<Contact>, offset: u64, total: u64) -> Self {
        let count = contacts.len() as u64;
        Self { contacts, count: Some(count), offset: Some(offset), total: Some(total), success: Success }
    }
}

impl Endpoint for SearchContacts {
    type Response = SearchContactsResponse;
    const META: Meta =
        Meta::get(Route::new("/api/v1/omnichannel/contacts.search")).permissions(&["view-livechat-contact"]);
}

impl Paged for SearchContacts {
    type Item = Contact;

    fn offset(&self) -> u64 {
        self.offset.unwrap_or_default()
    }

    fn seek(&mut self, offset: u64) {
        self.offset = Some(offset);
    }

    fn into_page(response: SearchContactsResponse) -> Page<Contact> {
        Page::new(response.contacts, response.offset, response.total)
    }
}
