use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    id::{ContactId, UserId},
    model::Contact,
    wire::{JsonObject, Success},
};

/// Resolves conflicts between what a contact's visitors told and what is stored.
///
/// | | |
/// | --- | --- |
/// | Operation | `POST /api/v1/omnichannel/contacts.conflicts` |
/// | Login | permission `update-livechat-contact` |
/// | Since | 7.7.0 |
/// | Documented | published OpenAPI “Resolve Contact Conflicts” |
///
/// Values that are given are stored, and the conflicts of their fields are forgotten. The contact counts as known from then on.
///
/// # Errors
///
/// In this order: `error-contact-not-found`, `error-contact-has-no-conflicts`, `error-contact-manager-not-found`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct ResolveContactConflicts {
    /// The contact.
    #[field = false]
    pub contact_id: ContactId,
    /// The display name. An empty one counts as not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Custom fields. They are added to those that are stored, and the workspace's definitions are not looked at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_fields: Option<JsonObject>,
    /// The contact manager; empty for none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_manager: Option<UserId>,
    /// Whether all conflicts are forgotten, those of fields that are not given too.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub wipe_conflicts: Option<bool>,
}

impl ResolveContactConflicts {
    /// Resolves conflicts of the contact with this id.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new(contact_id: impl Into<ContactId>) -> Self {
        Self {
            contact_id: contact_id.into(),
            name: None,
            custom_fields: None,
            contact_manager: None,
            wipe_conflicts: None,
        }
    }
}

/// The response to [`ResolveContactConflicts`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ResolveContactConflictsResponse {
    /// The contact as stored.
    pub result: Contact,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl ResolveContactConflictsResponse {
    /// The response with this contact.
    #[must_use]
    pub fn new(result: Contact) -> Self {
        Self { result, success: Success }
    }
}

impl Endpoint for ResolveContactConflicts {
    type Response = ResolveContactConflictsResponse;
    const META: Meta = Meta::post(Route::new("/api/v1/omnichannel/contacts.conflicts"))
        .permissions(&["update-livechat-contact"])
        .since("7.7.0");
}
