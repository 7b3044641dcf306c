use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    wire::Success,
};

/// Returns how the workspace assigns conversations to agents.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/livechat/config/routing` |
/// | Login | any |
/// | Since | 7.11.0 |
/// | Documented | published OpenAPI “Get Livechat Routing Configuration” |
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct GetRoutingConfig {}

impl GetRoutingConfig {
    /// Asks how conversations are assigned to agents.
    pub fn new() -> Self {
        Self::default()
    }
}

/// The response to [`GetRoutingConfig`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetRoutingConfigResponse {
    /// The configuration.
    pub config: RoutingConfig,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl GetRoutingConfigResponse {
    /// The response with this configuration.
    #[must_use]
    pub fn new(config: RoutingConfig) -> Self {
        Self { config, success: Success }
    }
}

/// How a workspace assigns conversations to agents, and what its clients show of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[non_exhaustive]
pub struct RoutingConfig {
    /// Whether agents may look at a room before they take it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub preview_room: Option<bool>,
    /// Whether visitors see that they are waiting.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub show_connecting: Option<bool>,
    /// Whether agents see the queue.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub show_queue: Option<bool>,
    /// Whether agents see a link to the list of conversations.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub show_queue_link: Option<bool>,
    /// Whether agents may put a room back into the queue.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub return_queue: Option<bool>,
    /// Whether triggers may greet visitors.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub enable_trigger_action: Option<bool>,
    /// Whether the server assigns conversations to agents.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub auto_assign_agent: Option<bool>,
}

impl RoutingConfig {
    /// The server assigns conversations to agents, which is the default of a workspace.
    #[must_use]
    pub fn automatic() -> Self {
        Self::of(true)
    }

    /// Agents take conversations from the queue.
    #[must_use]
    pub fn manual() -> Self {
        Self::of(false)
    }

    /// The one is the opposite of the other in everything.
    fn of(is_automatic: bool) -> Self {
        Self {
            preview_room: Some(!is_automatic),
            show_connecting: Some(!is_automatic),
            show_queue: Some(!is_automatic),
            show_queue_link: Some(is_automatic),
            return_queue: Some(!is_automatic),
            enable_trigger_action: Some(is_automatic),
            auto_assign_agent: Some(is_automatic),
        }
    }
}

impl Endpoint for GetRoutingConfig {
    type Response = GetRoutingConfigResponse;
    const META: Meta = Meta::get(Route::new("/api/v1/livechat/config/routing")).login().since("7.11.0");
}
