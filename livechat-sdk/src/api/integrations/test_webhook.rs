use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    wire::Acknowledged,
};

/// Has the server send an example of a conversation to the webhook.
///
/// | | |
/// | --- | --- |
/// | Operation | `POST /api/v1/livechat/webhook.test` |
/// | Login | permission `view-livechat-webhooks` |
/// | Documented | published OpenAPI “Test the Webhook Integration” |
///
/// # Errors
///
/// `Webhook_URL_not_set`; `error-invalid-webhook-response` if the webhook does not respond, or with another status than 200.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct TestWebhook {}

impl TestWebhook {
    /// Tests the webhook of the settings.
    pub fn new() -> Self {
        Self::default()
    }
}

impl Endpoint for TestWebhook {
    type Response = Acknowledged;
    const META: Meta =
        Meta::post(Route::new("/api/v1/livechat/webhook.test")).permissions(&["view-livechat-webhooks"]).no_payload();
}
