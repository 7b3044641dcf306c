use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    id::ContactId,
    wire::Acknowledged,
};

/// Deletes a contact, with its visitors and all of their rooms.
///
/// | | |
/// | --- | --- |
/// | Operation | `POST /api/v1/omnichannel/contacts.delete` |
/// | Login | permission `delete-livechat-contact` |
/// | Since | 7.11.0 |
/// | Documented | the vendor's published validators alone |
///
/// # Errors
///
/// `error-contact-not-found`, which a contact that was deleted already gives too, and `error-contact-has-open-rooms`, unless
/// the workspace collects the data of visitors' browsers. Some releases give 404 for the first and `error-invalid-contact` for
/// all else.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct DeleteContact {
    /// The contact to delete.
    pub contact_id: ContactId,
}

impl DeleteContact {
    /// Deletes the contact with this id.
    pub fn new(contact_id: impl Into<ContactId>) -> Self {
        Self { contact_id: contact_id.into() }
    }
}

impl Endpoint for DeleteContact {
    type Response = Acknowledged;
    const META: Meta = Meta::post(Route::new("/api/v1/omnichannel/contacts.delete"))
        .permissions(&["delete-livechat-contact"])
        .since("7.11.0");
}
