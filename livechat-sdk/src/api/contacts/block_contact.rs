use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Module, Route},
    id::VisitorId,
    model::{ContactChannelRef, RoomSourceType},
    wire::Acknowledged,
};

/// Blocks a contact on one channel.
///
/// | | |
/// | --- | --- |
/// | Operation | `POST /api/v1/omnichannel/contacts.block` |
/// | Login | permission `block-livechat-contact` |
/// | Licence | module `livechat-enterprise`, and `contact-id-verification` too |
/// | Documented | published OpenAPI “Block Omnichannel Contact” |
///
/// The visitor's open room on that channel is closed, and the visitor can neither open another there nor write.
/// [`UnblockContact`](super::UnblockContact) lets the contact write again.
///
/// # Errors
///
/// `error-contact-not-found` if no contact has this channel, `error-visitor-not-found` if the visitor was removed;
/// `error-action-not-allowed` without the module `contact-id-verification`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct BlockContact {
    /// The channel.
    pub visitor: ContactChannelRef,
}

impl BlockContact {
    /// Blocks the contact who is this visitor, where the visitor writes from sources of this type.
    pub fn new(visitor_id: impl Into<VisitorId>, source_type: RoomSourceType) -> Self {
        Self { visitor: ContactChannelRef::new(visitor_id, source_type) }
    }
}

impl Endpoint for BlockContact {
    type Response = Acknowledged;
    const META: Meta = Meta::post(Route::new("/api/v1/omnichannel/contacts.block"))
        .permissions(&["block-livechat-contact"])
        .module(Module::LivechatEnterprise)
        .idempotent();
}
