use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    model::Setting,
    wire::{Success, null_as_default},
};

/// Lists the settings of the webhook.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/livechat/integrations.settings` |
/// | Login | permission `view-livechat-manager` |
/// | Since | 2.2.0 |
/// | Documented | published OpenAPI “Get Livechat Integrations” |
///
/// `Livechat_secret_token` is among them, in clear.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct GetIntegrationSettings {}

impl GetIntegrationSettings {
    /// Lists all of them.
    pub fn new() -> Self {
        Self::default()
    }
}

/// The response to [`GetIntegrationSettings`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetIntegrationSettingsResponse {
    /// The settings, in no order.
    #[serde(default, deserialize_with = "null_as_default")]
    pub settings: Vec<Setting>,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl GetIntegrationSettingsResponse {
    /// The response with these settings.
    #[must_use]
    pub fn new(settings: Vec<Setting>) -> Self {
        Self { settings, success: Success }
    }
}

impl Endpoint for GetIntegrationSettings {
    type Response = GetIntegrationSettingsResponse;
    const META: Meta = Meta::get(Route::new("/api/v1/livechat/integrations.settings"))
        .permissions(&["view-livechat-manager"])
        .no_payload()
        .since("2.2.0");
}
