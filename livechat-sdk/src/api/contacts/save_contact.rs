use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    id::VisitorId,
    secret::VisitorToken,
    wire::{JsonObject, Success},
};

/// Registers a visitor as a contact, or updates the one with this token.
///
/// | | |
/// | --- | --- |
/// | Operation | `POST /api/v1/omnichannel/contact` |
/// | Login | permission `view-l-room` |
/// | Documented | published OpenAPI “Register or Update Omnichannel Contact” |
///
/// The older way, in which a contact is a visitor. The newer one is [`CreateContact`](super::CreateContact) and
/// [`UpdateContact`](super::UpdateContact).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct SaveContact {
    /// The visitor's token, chosen by the caller.
    #[field = false]
    pub token: VisitorToken,
    /// The display name.
    #[field = false]
    pub name: String,
    /// The e-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The phone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// The user name of a visitor who is new; `guest-N` if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// Custom fields. They replace all that are stored; fields that the workspace does not define are silently ignored.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_fields: Option<JsonObject>,
    /// The contact manager.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_manager: Option<ContactManagerName>,
}

impl SaveContact {
    /// Saves the visitor with this token under this name.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new(token: impl Into<VisitorToken>, name: impl Into<String>) -> Self {
        Self {
            token: token.into(),
            name: name.into(),
            email: None,
            phone: None,
            username: None,
            custom_fields: None,
            contact_manager: None,
        }
    }
}

/// The response to [`SaveContact`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SaveContactResponse {
    /// The visitor's id.
    pub contact: VisitorId,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl SaveContactResponse {
    /// The response with this id.
    #[must_use]
    pub fn new(contact: impl Into<VisitorId>) -> Self {
        Self { contact: contact.into(), success: Success }
    }
}

/// A contact manager, by user name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ContactManagerName {
    /// The user name, to log in with.
    pub username: String,
}

impl ContactManagerName {
    /// The user of this name.
    #[must_use]
    pub fn new(username: impl Into<String>) -> Self {
        Self { username: username.into() }
    }
}

impl<T: Into<String>> From<T> for ContactManagerName {
    fn from(username: T) -> Self {
        Self::new(username)
    }
}

impl Endpoint for SaveContact {
    type Response = SaveContactResponse;
    const META: Meta = Meta::post(Route::new("/api/v1/omnichannel/contact")).permissions(&["view-l-room"]).idempotent();
}
