use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    id::{DepartmentId, UnitId},
    model::LivechatConfig,
    secret::VisitorToken,
    wire::Success,
};

/// Returns the configuration of a visitor's client, and the state of the visitor's conversation.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/livechat/config` |
/// | Login | not needed |
/// | Since | 0.70.0 |
/// | Documented | published OpenAPI “Get Livechat Configurations” |
///
/// Servers cache a response for about a second. An unknown token is not an error.
///
/// # Errors
///
/// None of its own.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct GetConfig {
    /// The visitor's token: the response then has the visitor, the open room and the agent who serves it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<VisitorToken>,
    /// The department that has to be available for [`LivechatConfig::online`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub department: Option<DepartmentId>,
    /// The business unit whose departments are listed (Enterprise).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub business_unit: Option<UnitId>,
}

impl GetConfig {
    /// Asks for what holds for every visitor.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new() -> Self {
        Self::default()
    }
}

/// The response to [`GetConfig`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetConfigResponse {
    /// The configuration.
    pub config: LivechatConfig,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl GetConfigResponse {
    /// The response with this configuration.
    #[must_use]
    pub fn new(config: LivechatConfig) -> Self {
        Self { config, success: Success }
    }
}

impl Endpoint for GetConfig {
    type Response = GetConfigResponse;
    const META: Meta = Meta::get(Route::new("/api/v1/livechat/config")).since("0.70.0");
}
