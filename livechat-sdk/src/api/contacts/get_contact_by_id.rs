use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    id::ContactId,
    model::Contact,
    wire::Success,
};

/// Looks up a contact by id.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/omnichannel/contacts.get` |
/// | Login | permission `view-livechat-contact` |
/// | Documented | published OpenAPI “Get Omnichannel Contact” |
///
/// # Errors
///
/// 404 `Resource not found` if there is none with this id (servers of the 7 line return success without one instead:
/// see [`GetContactByIdResponse::contact`]); [`InvalidParams`](crate::ErrorCode::InvalidParams) if the id is blank.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct GetContactById {
    /// The contact.
    pub contact_id: ContactId,
}

impl GetContactById {
    /// Looks up the contact with this id.
    pub fn new(contact_id: impl Into<ContactId>) -> Self {
        Self { contact_id: contact_id.into() }
    }
}

/// The response to [`GetContactById`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetContactByIdResponse {
    /// The contact; `None` if there is none (servers of the 7 line).
    #[serde(default)]
    pub contact: Option<Contact>,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl GetContactByIdResponse {
    /// The response with this contact.
    #[must_use]
    pub fn new(contact: Option<Contact>) -> Self {
        Self { contact, success: Success }
    }
}

impl Endpoint for GetContactById {
    type Response = GetContactByIdResponse;
    const META: Meta =
        Meta::get(Route::new("/api/v1/omnichannel/contacts.get")).permissions(&["view-livechat-contact"]);
}
