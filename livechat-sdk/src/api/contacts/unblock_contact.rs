use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Module, Route},
    id::VisitorId,
    model::{ContactChannelRef, RoomSourceType},
    wire::Acknowledged,
};

/// Unblocks a contact on one channel.
///
/// | | |
/// | --- | --- |
/// | Operation | `POST /api/v1/omnichannel/contacts.unblock` |
/// | Login | permission `unblock-livechat-contact` |
/// | Licence | module `livechat-enterprise`, and `contact-id-verification` too |
/// | Documented | published OpenAPI “Unblock Omnichannel Contact” |
///
/// The visitor can open rooms and write again. A room that blocking closed stays closed.
///
/// # Errors
///
/// `error-contact-not-found` if no contact has this channel; `error-action-not-allowed` without the module
/// `contact-id-verification`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct UnblockContact {
    /// The channel.
    pub visitor: ContactChannelRef,
}

impl UnblockContact {
    /// Unblocks the contact who is this visitor, where the visitor writes from sources of this type.
    pub fn new(visitor_id: impl Into<VisitorId>, source_type: RoomSourceType) -> Self {
        Self { visitor: ContactChannelRef::new(visitor_id, source_type) }
    }
}

impl Endpoint for UnblockContact {
    type Response = Acknowledged;
    const META: Meta = Meta::post(Route::new("/api/v1/omnichannel/contacts.unblock"))
        .permissions(&["unblock-livechat-contact"])
        .module(Module::LivechatEnterprise)
        .idempotent();
}
