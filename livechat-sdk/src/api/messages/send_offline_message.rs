use std::time::Duration;

use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{CallLimit, Endpoint, Meta, Route},
    wire::Success,
};

/// Sends a message while no agent is available: the workspace receives it by e-mail.
///
/// | | |
/// | --- | --- |
/// | Operation | `POST /api/v1/livechat/offline.message` |
/// | Login | not needed |
/// | Rate limit | 1 call in 5 seconds for each client address, since 8.0.0 |
/// | Documented | published OpenAPI “Send Offline Livechat Message” |
///
/// The sender need not be registered.
///
/// # Errors
///
/// `Error sending Omnichannel offline message`, a sentence, whatever the reason is. One may be that the address's domain
/// has no mail server, which the workspace checks unless its setting `Livechat_validate_offline_email` is off.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct SendOfflineMessage {
    /// The sender's name.
    #[field = false]
    pub name: String,
    /// The e-mail address to reply to.
    #[field = false]
    pub email: String,
    /// The text.
    #[field = false]
    pub message: String,
    /// The department that it is for: its id or its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub department: Option<String>,
    /// The site that it was written on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
}

impl SendOfflineMessage {
    /// Leaves this message.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new(name: impl Into<String>, email: impl Into<String>, message: impl Into<String>) -> Self {
        Self { name: name.into(), email: email.into(), message: message.into(), department: None, host: None }
    }
}

/// The response to [`SendOfflineMessage`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SendOfflineMessageResponse {
    /// A message in the workspace's language: `Livechat offline message sent`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl SendOfflineMessageResponse {
    /// The response with this text.
    #[must_use]
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: Some(message.into()), success: Success }
    }
}

impl Endpoint for SendOfflineMessage {
    type Response = SendOfflineMessageResponse;
    const META: Meta = Meta::post(Route::new("/api/v1/livechat/offline.message"))
        .limited_to(CallLimit::new(1, Duration::from_secs(5)).since("8.0.0"));
}
