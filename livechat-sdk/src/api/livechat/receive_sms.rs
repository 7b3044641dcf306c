use derive_setters::Setters;
use serde::{Deserialize, Serialize};

use crate::endpoint::{Endpoint, Meta, Route};

/// Delivers a text message to the workspace, as an SMS provider does.
///
/// | | |
/// | --- | --- |
/// | Operation | `POST /api/v1/livechat/sms-incoming/{service}` |
/// | Login | not needed |
/// | Since | 0.42.0 |
/// | Documented | published OpenAPI “Livechat SMS Incoming (Twilio)” |
///
/// The visitor is found by the sender's number, or registered. Applications do not need it: it is meant for tests.
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
    /// Delivers a message that Twilio received.
    pub fn twilio(from: impl Into<String>, to: impl Into<String>, body: impl Into<String>) -> Self {
        Self::new("twilio").from(from).to(to).body(body)
    }

    /// Delivers a message that this provider received.
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

/// The response to [`ReceiveSms`], which is not JSON.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
#[non_exhaustive]
pub struct ReceiveSmsResponse {
    /// For Twilio, an XML document without instructions.
    pub text: String,
}

impl ReceiveSmsResponse {
    /// The response with this text.
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
