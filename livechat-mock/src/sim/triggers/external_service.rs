//! What comes of asking an external service.

use serde_json::json;

use crate::{ServerError, operation::Call, sim::NOTHING_IS_SENT};

/// The error of a service that does not respond: nothing is sent.
pub(super) fn no_response(trigger: &str, url: &str, fallback: &str, call: &Call<'_>) -> ServerError {
    if call.world.settings.text("Livechat_secret_token").is_empty() {
        return ServerError::plain("Livechat secret token is not configured");
    }
    let body = json!({
        "triggerId": trigger,
        "error": "error-invalid-external-service-response",
        "response": format!("request to {url} failed"),
        "fallbackMessage": fallback,
        "success": false,
    });
    ServerError::new(400, body).hint(NOTHING_IS_SENT)
}
