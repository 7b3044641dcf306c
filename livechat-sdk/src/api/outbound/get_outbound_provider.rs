use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Module, Route},
    id::ProviderId,
    model::OutboundProvider,
    wire::Success,
};

/// Looks up a provider of outbound messages, with its templates.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/omnichannel/outbound/providers/{id}/metadata` |
/// | Login | permission `outbound.send-messages` |
/// | Licence | module `outbound-messaging` |
/// | Since | 7.11.0 |
/// | Documented | the vendor's published types alone |
///
/// # Errors
///
/// `error-invalid-provider` if there is none with this id.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct GetOutboundProvider {
    /// The provider.
    pub id: ProviderId,
}

impl GetOutboundProvider {
    /// Looks up the provider with this id.
    pub fn new(id: impl Into<ProviderId>) -> Self {
        Self { id: id.into() }
    }
}

/// The response to [`GetOutboundProvider`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetOutboundProviderResponse {
    /// The provider.
    pub metadata: OutboundProvider,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl GetOutboundProviderResponse {
    /// The response with this provider.
    #[must_use]
    pub fn new(metadata: OutboundProvider) -> Self {
        Self { metadata, success: Success }
    }
}

impl Endpoint for GetOutboundProvider {
    type Response = GetOutboundProviderResponse;
    const META: Meta = Meta::get(Route::new("/api/v1/omnichannel/outbound/providers/{id}/metadata"))
        .permissions(&["outbound.send-messages"])
        .module(Module::OutboundMessaging)
        .no_payload()
        .since("7.11.0");
}
