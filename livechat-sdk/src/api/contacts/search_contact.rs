use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    model::Visitor,
    wire::Success,
};

/// Looks up a visitor by e-mail address, phone number or custom fields.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/omnichannel/contact.search` |
/// | Login | permission `view-l-room` |
/// | Documented | published OpenAPI “Search Contacts” |
///
/// The older way, in which a contact is a visitor. The newer one is [`SearchContacts`](super::SearchContacts).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct SearchContact {
    /// The e-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The phone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Custom fields, as the text of a JSON object of keys to values.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom: Option<String>,
}

impl SearchContact {
    /// An empty search: set at least one field.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new() -> Self {
        Self::default()
    }
}

/// The response to [`SearchContact`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SearchContactResponse {
    /// The visitor, if there is one. How servers report an unknown visitor is not known.
    #[serde(default)]
    pub contact: Option<Visitor>,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl SearchContactResponse {
    /// The response with this visitor, if there is one.
    #[must_use]
    pub fn new(contact: Option<Visitor>) -> Self {
        Self { contact, success: Success }
    }
}

impl Endpoint for SearchContact {
    type Response = SearchContactResponse;
    const META: Meta = Meta::get(Route::new("/api/v1/omnichannel/contact.search")).permissions(&["view-l-room"]);
}
