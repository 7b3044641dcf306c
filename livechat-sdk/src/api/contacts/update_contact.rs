use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    id::{ContactId, UserId},
    model::Contact,
    wire::{JsonObject, Success},
};

/// Updates a contact: given values replace stored ones.
///
/// | | |
/// | --- | --- |
/// | Operation | `POST /api/v1/omnichannel/contacts.update` |
/// | Login | permission `update-livechat-contact` |
/// | Since | 6.1.0 |
/// | Documented | published OpenAPI “Update Omnichannel Contact” |
///
/// # Errors
///
/// `error-contact-not-found`, `error-contact-manager-not-found`, `Custom field <key> is not allowed`,
/// `Invalid value for <key> field`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct UpdateContact {
    /// The contact to update.
    #[field = false]
    pub contact_id: ContactId,
    /// The display name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// E-mail addresses. Replace all that are stored.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub emails: Option<Vec<String>>,
    /// Phone numbers. Replace all that are stored.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phones: Option<Vec<String>>,
    /// Custom fields: keys that the workspace defines, to texts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_fields: Option<JsonObject>,
    /// The contact manager.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_manager: Option<UserId>,
    /// Whether the values that visitors gave and that are not the contact's are forgotten (servers from
    /// 7.13).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub wipe_conflicts: Option<bool>,
}

impl UpdateContact {
    /// Updates the contact with this id.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new(contact_id: impl Into<ContactId>) -> Self {
        Self {
            contact_id: contact_id.into(),
            name: None,
            emails: None,
            phones: None,
            custom_fields: None,
            contact_manager: None,
            wipe_conflicts: None,
        }
    }
}

/// The response to [`UpdateContact`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UpdateContactResponse {
    /// The contact as stored.
    pub contact: Contact,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl UpdateContactResponse {
    /// The response with this contact.
    #[must_use]
    pub fn new(contact: Contact) -> Self {
        Self { contact, success: Success }
    }
}

impl Endpoint for UpdateContact {
    type Response = UpdateContactResponse;
    const META: Meta = Meta::post(Route::new("/api/v1/omnichannel/contacts.update"))
        .permissions(&["update-livechat-contact"])
        .idempotent()
        .since("6.1.0");
}
