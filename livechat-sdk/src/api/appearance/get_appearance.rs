use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    model::Setting,
    wire::{Success, null_as_default},
};

/// Lists the widget's appearance settings.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/livechat/appearance` |
/// | Login | permission `view-livechat-manager` |
/// | Since | 6.4.0 |
/// | Documented | published OpenAPI “Get Livechat Appearance” |
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct GetAppearance {}

impl GetAppearance {
    /// Lists all of them.
    pub fn new() -> Self {
        Self::default()
    }
}

/// The response to [`GetAppearance`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetAppearanceResponse {
    /// The settings.
    #[serde(default, deserialize_with = "null_as_default")]
    pub appearance: Vec<Setting>,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl GetAppearanceResponse {
    /// The response with these settings.
    #[must_use]
    pub fn new(appearance: Vec<Setting>) -> Self {
        Self { appearance, success: Success }
    }
}

impl Endpoint for GetAppearance {
    type Response = GetAppearanceResponse;
    const META: Meta = Meta::get(Route::new("/api/v1/livechat/appearance"))
        .permissions(&["view-livechat-manager"])
        .no_payload()
        .since("6.4.0");
}
