use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    id::VisitorId,
    model::Visitor,
    wire::Success,
};

/// Looks up a visitor who is a contact.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/omnichannel/contact` |
/// | Login | permission `view-l-room` |
/// | Documented | not in the published OpenAPI |
///
/// The older way, in which a contact is a visitor. The newer one is [`GetContactById`](super::GetContactById).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct GetContact {
    /// The visitor.
    pub contact_id: VisitorId,
}

impl GetContact {
    /// Looks up the visitor with this id.
    pub fn new(contact_id: impl Into<VisitorId>) -> Self {
        Self { contact_id: contact_id.into() }
    }
}

/// The response to [`GetContact`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetContactResponse {
    /// The visitor, if there is one. How servers report an unknown visitor is not known.
    #[serde(default)]
    pub contact: Option<Visitor>,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl GetContactResponse {
    /// The response with this visitor, if there is one.
    #[must_use]
    pub fn new(contact: Option<Visitor>) -> Self {
        Self { contact, success: Success }
    }
}

impl Endpoint for GetContact {
    type Response = GetContactResponse;
    const META: Meta = Meta::get(Route::new("/api/v1/omnichannel/contact")).permissions(&["view-l-room"]);
}
