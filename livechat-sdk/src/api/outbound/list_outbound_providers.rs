use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Module, Route},
    model::{OutboundProvider, OutboundProviderType},
    wire::{Success, null_as_default},
};

/// Lists the providers of outbound messages.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/omnichannel/outbound/providers` |
/// | Login | permission `outbound.send-messages` |
/// | Licence | module `outbound-messaging` |
/// | Since | 7.11.0 |
/// | Documented | the vendor's published types alone |
///
/// Apps bring providers: a workspace without one of them has none.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct ListOutboundProviders {
    /// Of this type alone.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub provider_type: Option<OutboundProviderType>,
}

impl ListOutboundProviders {
    /// Lists all of them.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new() -> Self {
        Self::default()
    }
}

/// The response to [`ListOutboundProviders`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ListOutboundProvidersResponse {
    /// The providers, without their templates.
    #[serde(default, deserialize_with = "null_as_default")]
    pub providers: Vec<OutboundProvider>,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl ListOutboundProvidersResponse {
    /// The response with these providers.
    #[must_use]
    pub fn new(providers: Vec<OutboundProvider>) -> Self {
        Self { providers, success: Success }
    }
}

impl Endpoint for ListOutboundProviders {
    type Response = ListOutboundProvidersResponse;
    const META: Meta = Meta::get(Route::new("/api/v1/omnichannel/outbound/providers"))
        .permissions(&["outbound.send-messages"])
        .module(Module::OutboundMessaging)
        .since("7.11.0");
}
