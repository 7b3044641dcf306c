use livechat_sdk::integrations::{GetIntegrationSettings, GetIntegrationSettingsResponse};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    sim::settings::record,
    world::setting_definition,
};

/// Those that are listed.
const SETTINGS: &[&str] = &[
    "Livechat_webhookUrl",
    "Livechat_secret_token",
    "Livechat_http_timeout",
    "Livechat_webhook_on_start",
    "Livechat_webhook_on_close",
    "Livechat_webhook_on_chat_taken",
    "Livechat_webhook_on_chat_queued",
    "Livechat_webhook_on_forward",
    "Livechat_webhook_on_offline_msg",
    "Livechat_webhook_on_visitor_message",
    "Livechat_webhook_on_agent_message",
];

impl Simulate for GetIntegrationSettings {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let shown = |name: &&str| record(setting_definition(name)?, "CRM_Integration", call.world);
        Response::new(&GetIntegrationSettingsResponse::new(SETTINGS.iter().filter_map(shown).collect()))
    }
}
