use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    id::ContactId,
    wire::Success,
};

/// Checks whether there is a contact with an id, an e-mail address or a phone number.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/omnichannel/contacts.checkExistence` |
/// | Login | permission `view-livechat-contact` |
/// | Since | 7.2.0 |
/// | Documented | published OpenAPI “Check Contacts Existence” |
///
/// It takes exactly one of the three.
///
/// # Errors
///
/// [`InvalidParams`](crate::ErrorCode::InvalidParams) for none of them, and for several.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct CheckContactExistence {
    /// The contact's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_id: Option<ContactId>,
    /// The e-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The phone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
}

impl CheckContactExistence {
    /// Asks for the contact with this id.
    pub fn by_id(contact_id: impl Into<ContactId>) -> Self {
        Self { contact_id: Some(contact_id.into()), email: None, phone: None }
    }

    /// Asks for a contact with this e-mail address.
    pub fn by_email(email: impl Into<String>) -> Self {
        Self { contact_id: None, email: Some(email.into()), phone: None }
    }

    /// Asks for a contact with this phone number.
    pub fn by_phone(phone: impl Into<String>) -> Self {
        Self { contact_id: None, email: None, phone: Some(phone.into()) }
    }
}

/// The response to [`CheckContactExistence`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CheckContactExistenceResponse {
    /// Whether there is one.
    pub exists: bool,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl CheckContactExistenceResponse {
    /// The response with this.
    #[must_use]
    pub fn new(exists: bool) -> Self {
        Self { exists, success: Success }
    }
}

impl Endpoint for CheckContactExistence {
    type Response = CheckContactExistenceResponse;
    const META: Meta = Meta::get(Route::new("/api/v1/omnichannel/contacts.checkExistence"))
        .permissions(&["view-livechat-contact"])
        .since("7.2.0");
}
