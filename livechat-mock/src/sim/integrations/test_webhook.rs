use livechat_sdk::integrations::TestWebhook;

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    sim::NOTHING_IS_SENT,
};

impl Simulate for TestWebhook {
    /// Nothing is sent, which to the caller is a webhook that does not respond.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        if call.world.settings.text("Livechat_webhookUrl").is_empty() {
            return Err(ServerError::plain("Webhook_URL_not_set"));
        }
        Err(ServerError::plain("error-invalid-webhook-response").hint(NOTHING_IS_SENT))
    }
}
