use livechat_sdk::{Acknowledged, WebhookToken, integrations::SetIntegrationSettings};
use serde_json::{Value, json};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    world::setting_definition,
};

impl Simulate for SetIntegrationSettings {
    /// Only what is given is written.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let text = |text: &str| Value::from(text.trim());
        let token = self.livechat_secret_token.as_ref().map(WebhookToken::expose);
        let flag = |flag: Option<bool>| flag.map(Value::from);
        for (name, value) in [
            ("Livechat_webhookUrl", self.livechat_webhook_url.as_deref().map(text)),
            ("Livechat_secret_token", token.map(text)),
            ("Livechat_http_timeout", self.livechat_http_timeout.map(number)),
            ("Livechat_webhook_on_start", flag(self.livechat_webhook_on_start)),
            ("Livechat_webhook_on_close", flag(self.livechat_webhook_on_close)),
            ("Livechat_webhook_on_chat_taken", flag(self.livechat_webhook_on_chat_taken)),
            ("Livechat_webhook_on_chat_queued", flag(self.livechat_webhook_on_chat_queued)),
            ("Livechat_webhook_on_forward", flag(self.livechat_webhook_on_forward)),
            ("Livechat_webhook_on_offline_msg", flag(self.livechat_webhook_on_offline_msg)),
            ("Livechat_webhook_on_visitor_message", flag(self.livechat_webhook_on_visitor_message)),
            ("Livechat_webhook_on_agent_message", flag(self.livechat_webhook_on_agent_message)),
        ] {
            if let (Some(value), Some(setting)) = (value, setting_definition(name)) {
                call.world.store_setting(setting, value);
            }
        }
        Response::new(&Acknowledged::default())
    }
}

/// A whole number is stored as one.
fn number(number: f64) -> Value {
    if number.fract() == 0.0 && number.abs() < 1e15 { json!(number as i64) } else { json!(number) }
}
