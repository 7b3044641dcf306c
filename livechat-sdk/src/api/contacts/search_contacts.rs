use derive_setters::Setters;
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
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Setters)]
#[serde(rename_all = "camelCase")]
#[setters(into, strip_option)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct SearchContacts {
    /// The text; all contacts are listed if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub search_text: Option<String>,
    /// Contacts that nobody saved yet, or those that somebody did; both if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[setters(into = false)]
    pub unknown: Option<bool>,
    /// How many contacts to skip; 0 if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[setters(into = false)]
    pub offset: Option<u64>,
    /// How many contacts to answer with: 50 if not given, at most 100 (a larger number is lowered without a word).
    /// 0 asks for all, where the workspace allows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[setters(into = false)]
    pub count: Option<u64>,
    /// The order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<Sort>,
}

impl SearchContacts {
    /// Lists all contacts.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::api#optional-arguments).
    pub fn new() -> Self {
        Self::default()
    }
}

/// The answer to [`SearchContacts`]: one page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SearchContactsResponse {
    /// The contacts of this page.
    #[serde(default, deserialize_with = "null_as_default")]
    pub contacts: Vec<Contact>,
    /// How many contacts this page has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
    /// How many contacts were skipped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<u64>,
    /// How many contacts there are on all pages together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
    /// Says that the call succeeded.
    #[serde(default)]
    pub success: Success,
}

impl SearchContactsResponse {
    /// A page with these contacts, of so many in all, after so many.
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
