use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    id::{ContactId, UserId},
    wire::{JsonObject, Success},
};

/// Creates a contact.
///
/// | | |
/// | --- | --- |
/// | Operation | `POST /api/v1/omnichannel/contacts` |
/// | Login | permission `create-livechat-contact` |
/// | Since | 6.1.0 |
/// | Documented | published OpenAPI “Register Omnichannel Contacts” |
///
/// # Errors
///
/// `error-contact-manager-not-found`, `Custom field <key> is not allowed`, `Invalid value for <key> field`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct CreateContact {
    /// The display name.
    #[field = false]
    pub name: String,
    /// E-mail addresses; may be empty.
    #[field = false]
    pub emails: Vec<String>,
    /// Phone numbers; may be empty.
    #[field = false]
    pub phones: Vec<String>,
    /// Custom fields: keys that the workspace defines, to texts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_fields: Option<JsonObject>,
    /// The contact manager.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_manager: Option<UserId>,
}

impl CreateContact {
    /// Creates a contact of this name, with these addresses and numbers.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new(
        name: impl Into<String>,
        emails: impl IntoIterator<Item = impl Into<String>>,
        phones: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        Self {
            name: name.into(),
            emails: emails.into_iter().map(Into::into).collect(),
            phones: phones.into_iter().map(Into::into).collect(),
            custom_fields: None,
            contact_manager: None,
        }
    }
}

/// The response to [`CreateContact`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreateContactResponse {
    /// The contact's id.
    pub contact_id: ContactId,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl CreateContactResponse {
    /// The response with this id.
    #[must_use]
    pub fn new(contact_id: impl Into<ContactId>) -> Self {
        Self { contact_id: contact_id.into(), success: Success }
    }
}

impl Endpoint for CreateContact {
    type Response = CreateContactResponse;
    const META: Meta =
        Meta::post(Route::new("/api/v1/omnichannel/contacts")).permissions(&["create-livechat-contact"]).since("6.1.0");
}
