use livechat_sdk::integrations::TestWebhook;

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    webhook::NO_ANSWER,
};

impl Simulate for TestWebhook {
    /// The response as long as nothing is sent. A transport that sends the test puts another in its place.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        if call.world.settings.text("Livechat_webhookUrl").is_empty() {
            return Err(ServerError::plain("Webhook_URL_not_set"));
        }
        call.world.test_webhook(call.origin.now);
        Err(ServerError::plain(NO_ANSWER)
            .hint("in process nobody sends the test: it takes a server, such as LivechatMock or the program"))
    }
}
