use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    secret::WebhookToken,
    wire::{Acknowledged, number},
};

/// Changes settings of the webhook.
///
/// | | |
/// | --- | --- |
/// | Operation | `POST /api/v1/omnichannel/integrations` |
/// | Login | permission `view-livechat-manager` |
/// | Documented | published OpenAPI “Set up Omnichannel webhook” |
///
/// What is not given stays.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "PascalCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct SetIntegrationSettings {
    /// Where the webhook is; empty for none. Blanks around it are dropped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub livechat_webhook_url: Option<String>,
    /// The secret that goes with each request to the webhook, in the header `X-RocketChat-Livechat-Token`. Blanks around it are
    /// dropped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub livechat_secret_token: Option<WebhookToken>,
    /// How long the server waits for the webhook, in milliseconds; 5000 at first.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub livechat_http_timeout: Option<f64>,
    /// Whether the webhook is told when a room is opened.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub livechat_webhook_on_start: Option<bool>,
    /// Whether the webhook is told when a room is closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub livechat_webhook_on_close: Option<bool>,
    /// Whether the webhook is told when an agent gets a room.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub livechat_webhook_on_chat_taken: Option<bool>,
    /// Whether the webhook is told when a new room waits in the queue.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub livechat_webhook_on_chat_queued: Option<bool>,
    /// Whether the webhook is told when a room is transferred.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub livechat_webhook_on_forward: Option<bool>,
    /// Whether the webhook is told when an offline message is sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub livechat_webhook_on_offline_msg: Option<bool>,
    /// Whether the webhook is told when a visitor writes.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub livechat_webhook_on_visitor_message: Option<bool>,
    /// Whether the webhook is told when an agent writes.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub livechat_webhook_on_agent_message: Option<bool>,
}

impl SetIntegrationSettings {
    /// Changes nothing.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new() -> Self {
        Self::default()
    }
}

impl Endpoint for SetIntegrationSettings {
    type Response = Acknowledged;
    const META: Meta =
        Meta::post(Route::new("/api/v1/omnichannel/integrations")).permissions(&["view-livechat-manager"]).idempotent();
}
