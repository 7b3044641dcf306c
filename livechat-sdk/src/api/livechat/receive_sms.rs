use derive_setters::Setters;
use serde::{Deserialize, Serialize};

use crate::endpoint::{Endpoint, Meta, Route};

/// Hands a text message over to the workspace, as the provider that received it does.
///
/// | | |
/// | --- | --- |
/// | Operation | `POST /api/v1/livechat/sms-incoming/{service}` |
/// | Login | not needed |
/// | Since | 0.42.0 |
/// | Documented | published OpenAPI “Livechat SMS Incoming (Twilio)” |
///
/// The visitor is found by the number that the message came from, or registered. Applications have no need of it: it is
/// here for tests of what happens then.
///
/// # Errors
///
/// None are documented.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Setters)]
#[serde(rename_all = "PascalCase")]
#[setters(into, strip_option)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct ReceiveSms {
    /// The provider. Only `twilio` is documented.
    #[serde(rename = "service")]
    #[setters(skip)]
    pub service: String,
    /// The number that the message came from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The number that it was sent to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// The text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// The country of the number that it was sent to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to_country: Option<String>,
    /// The state of the number that it was sent to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to_state: Option<String>,
    /// The city of the number that it was sent to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to_city: Option<String>,
    /// The postal code of the number that it was sent to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to_zip: Option<String>,
    /// The country of the number that it came from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from_country: Option<String>,
    /// The state of the number that it came from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from_state: Option<String>,
    /// The city of the number that it came from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from_city: Option<String>,
    /// The postal code of the number that it came from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from_zip: Option<String>,
}

impl ReceiveSms {
    /// Hands a message over that Twilio received.
    pub fn twilio(from: impl Into<String>, to: impl Into<String>, body: impl Into<String>) -> Self {
        Self::new("twilio").from(from).to(to).body(body)
    }

    /// Hands a message over that this provider received.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::api#optional-arguments).
    pub fn new(service: impl Into<String>) -> Self {
        Self {
            service: service.into(),
            from: None,
            to: None,
            body: None,
            to_country: None,
            to_state: None,
            to_city: None,
            to_zip: None,
            from_country: None,
            from_state: None,
            from_city: None,
            from_zip: None,
        }
    }
}

/// The answer to [`ReceiveSms`]: what the provider is told, which is no JSON.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
#[non_exhaustive]
pub struct ReceiveSmsResponse {
    /// For Twilio, an XML document without instructions.
    pub text: String,
}

impl ReceiveSmsResponse {
    /// The answer with this text.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into() }
    }
}

impl Endpoint for ReceiveSms {
    type Response = ReceiveSmsResponse;
    const META: Meta =
        Meta::post(Route::new("/api/v1/livechat/sms-incoming/{service}")).text_response().since("0.42.0");
}
