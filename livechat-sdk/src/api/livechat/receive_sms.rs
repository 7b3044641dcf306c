use fieldwork::Fieldwork;
use serde::{Deserialize, Deserializer, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    wire::{null_as_default, text, unreadable_as_none},
};

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
/// Sentences: `Invalid service` if the workspace uses another provider, `Invalid request` if the provider's signature is
/// wrong, `Invalid data` if the message is not in the provider's form. `error-sms-service-disabled`, and what opening a room
/// is refused with.
#[derive(Clone, Debug, PartialEq, Serialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct ReceiveSms {
    /// The provider that the workspace uses: `twilio`, `voxtelesys` or `mobex`.
    #[field = false]
    pub service: String,
    /// The department to talk to: its id or its name. It travels in the query.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub department: Option<String>,
    /// The message, in the provider's form.
    #[serde(flatten)]
    #[field = false]
    pub message: SmsMessage,
}

impl ReceiveSms {
    /// Delivers a message that this provider received.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new(service: impl Into<String>, message: impl Into<SmsMessage>) -> Self {
        Self { service: service.into(), department: None, message: message.into() }
    }

    /// Delivers a message that Twilio received.
    pub fn twilio(from: impl Into<String>, to: impl Into<String>, body: impl Into<String>) -> Self {
        Self::new("twilio", TwilioSms::new(from, to, body))
    }
}

impl<'de> Deserialize<'de> for ReceiveSms {
    /// The keys tell which provider's form it is.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        /// The keys of all forms.
        #[derive(Deserialize)]
        struct Keys {
            service: String,
            department: Option<String>,
            #[serde(rename = "From", default, deserialize_with = "unreadable_as_none")]
            twilio_from: Option<String>,
            #[serde(rename = "To", default, deserialize_with = "unreadable_as_none")]
            twilio_to: Option<String>,
            #[serde(rename = "Body", default, deserialize_with = "unreadable_as_none")]
            twilio_body: Option<String>,
            #[serde(default, deserialize_with = "unreadable_as_none")]
            from: Option<String>,
            #[serde(default, deserialize_with = "unreadable_as_none")]
            to: Option<String>,
            #[serde(default, deserialize_with = "unreadable_as_none")]
            body: Option<String>,
            #[serde(default, deserialize_with = "unreadable_as_none")]
            content: Option<String>,
            #[serde(default, deserialize_with = "null_as_default")]
            media: Vec<String>,
            #[serde(default, deserialize_with = "unreadable_as_none")]
            received_at: Option<String>,
            #[serde(rename = "NumMedia", default, deserialize_with = "text")]
            num_media: String,
            #[serde(rename = "MediaUrl0", default, deserialize_with = "unreadable_as_none")]
            media_url0: Option<String>,
            #[serde(rename = "MediaContentType0", default, deserialize_with = "unreadable_as_none")]
            media_content_type0: Option<String>,
            #[serde(rename = "Latitude", default, deserialize_with = "unreadable_as_none")]
            latitude: Option<String>,
            #[serde(rename = "Longitude", default, deserialize_with = "unreadable_as_none")]
            longitude: Option<String>,
            #[serde(rename = "ToCountry", default, deserialize_with = "unreadable_as_none")]
            to_country: Option<String>,
            #[serde(rename = "ToState", default, deserialize_with = "unreadable_as_none")]
            to_state: Option<String>,
            #[serde(rename = "ToCity", default, deserialize_with = "unreadable_as_none")]
            to_city: Option<String>,
            #[serde(rename = "ToZip", default, deserialize_with = "unreadable_as_none")]
            to_zip: Option<String>,
            #[serde(rename = "FromCountry", default, deserialize_with = "unreadable_as_none")]
            from_country: Option<String>,
            #[serde(rename = "FromState", default, deserialize_with = "unreadable_as_none")]
            from_state: Option<String>,
            #[serde(rename = "FromCity", default, deserialize_with = "unreadable_as_none")]
            from_city: Option<String>,
            #[serde(rename = "FromZip", default, deserialize_with = "unreadable_as_none")]
            from_zip: Option<String>,
        }
        let keys = Keys::deserialize(deserializer)?;
        let Keys { service, department, media_url0, media_content_type0, .. } = keys;
        let num_media = keys.num_media.trim().parse().ok();
        let twilio = (keys.twilio_from, keys.twilio_to, keys.twilio_body);
        let message = match (twilio, (keys.from, keys.to), keys.body, keys.content) {
            ((Some(from), Some(to), Some(body)), ..) => SmsMessage::from(TwilioSms {
                from,
                to,
                body,
                num_media,
                media_url0,
                media_content_type0,
                latitude: keys.latitude,
                longitude: keys.longitude,
                to_country: keys.to_country,
                to_state: keys.to_state,
                to_city: keys.to_city,
                to_zip: keys.to_zip,
                from_country: keys.from_country,
                from_state: keys.from_state,
                from_city: keys.from_city,
                from_zip: keys.from_zip,
            }),
            (_, (Some(from), Some(to)), Some(body), _) => {
                VoxtelesysSms { from, to, body, media: keys.media, received_at: keys.received_at }.into()
            }
            (_, (Some(from), Some(to)), None, Some(content)) => {
                MobexSms { from, to, content, num_media, media_url0, media_content_type0 }.into()
            }
            _ => SmsMessage::Unknown {},
        };
        Ok(Self { service, department, message })
    }
}

/// A text message in the form of one of the providers.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum SmsMessage {
    /// From Twilio.
    Twilio(Box<TwilioSms>),
    /// From Voxtelesys.
    Voxtelesys(VoxtelesysSms),
    /// From Mobex.
    Mobex(MobexSms),
    /// In no form that a provider has, of which nothing is kept. Servers refuse it.
    #[non_exhaustive]
    Unknown {},
}

impl From<TwilioSms> for SmsMessage {
    fn from(message: TwilioSms) -> Self {
        Self::Twilio(Box::new(message))
    }
}

impl From<VoxtelesysSms> for SmsMessage {
    fn from(message: VoxtelesysSms) -> Self {
        Self::Voxtelesys(message)
    }
}

impl From<MobexSms> for SmsMessage {
    fn from(message: MobexSms) -> Self {
        Self::Mobex(message)
    }
}

/// A text message as Twilio delivers it.
#[derive(Clone, Debug, PartialEq, Serialize, Fieldwork)]
#[serde(rename_all = "PascalCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[non_exhaustive]
pub struct TwilioSms {
    /// The number that the message came from.
    #[field = false]
    pub from: String,
    /// The number that it was sent to.
    #[field = false]
    pub to: String,
    /// The text.
    #[field = false]
    pub body: String,
    /// How many pictures, sounds and the like came with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub num_media: Option<u64>,
    /// Where the first of them is. Servers take no other.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub media_url0: Option<String>,
    /// Its media type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub media_content_type0: Option<String>,
    /// The latitude of the sender, in degrees.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latitude: Option<String>,
    /// The longitude of the sender, in degrees.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub longitude: Option<String>,
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

impl TwilioSms {
    /// A message from one number to another.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    #[must_use]
    pub fn new(from: impl Into<String>, to: impl Into<String>, body: impl Into<String>) -> Self {
        Self {
            from: from.into(),
            to: to.into(),
            body: body.into(),
            num_media: None,
            media_url0: None,
            media_content_type0: None,
            latitude: None,
            longitude: None,
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

/// A text message as Voxtelesys delivers it.
#[derive(Clone, Debug, PartialEq, Serialize, Fieldwork)]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[non_exhaustive]
pub struct VoxtelesysSms {
    /// The number that the message came from.
    #[field = false]
    pub from: String,
    /// The number that it was sent to.
    #[field = false]
    pub to: String,
    /// The text.
    #[field = false]
    pub body: String,
    /// Where the pictures, sounds and the like are that came with it. Servers take the first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub media: Vec<String>,
    /// When the provider received it, as the provider writes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub received_at: Option<String>,
}

impl VoxtelesysSms {
    /// A message from one number to another.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    #[must_use]
    pub fn new(from: impl Into<String>, to: impl Into<String>, body: impl Into<String>) -> Self {
        Self { from: from.into(), to: to.into(), body: body.into(), media: Vec::new(), received_at: None }
    }
}

/// A text message as Mobex delivers it.
#[derive(Clone, Debug, PartialEq, Serialize, Fieldwork)]
#[serde(rename_all = "PascalCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[non_exhaustive]
pub struct MobexSms {
    /// The number that the message came from.
    #[serde(rename = "from")]
    #[field = false]
    pub from: String,
    /// The number that it was sent to.
    #[serde(rename = "to")]
    #[field = false]
    pub to: String,
    /// The text.
    #[serde(rename = "content")]
    #[field = false]
    pub content: String,
    /// How many pictures, sounds and the like came with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub num_media: Option<u64>,
    /// Where the first of them is. Servers take no other.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub media_url0: Option<String>,
    /// Its media type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub media_content_type0: Option<String>,
}

impl MobexSms {
    /// A message from one number to another.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    #[must_use]
    pub fn new(from: impl Into<String>, to: impl Into<String>, content: impl Into<String>) -> Self {
        Self {
            from: from.into(),
            to: to.into(),
            content: content.into(),
            num_media: None,
            media_url0: None,
            media_content_type0: None,
        }
    }
}

/// The response to [`ReceiveSms`], in a form that the provider reads.
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
    const META: Meta = Meta::post(Route::new("/api/v1/livechat/sms-incoming/{service}"))
        .query("department")
        .text_response()
        .since("0.42.0");
}

#[cfg(all(test, feature = "decode"))]
mod tests {
    use super::*;
    use crate::endpoint::{decode, encode};

    #[test]
    fn each_provider_has_its_form() {
        for (request, body) in [
            (
                ReceiveSms::new(
                    "twilio",
                    TwilioSms::new("1", "2", "Hi").num_media(1).media_url0("https://example.com"),
                ),
                r#"{"Body":"Hi","From":"1","MediaUrl0":"https://example.com","NumMedia":1,"To":"2"}"#,
            ),
            (
                ReceiveSms::new("voxtelesys", VoxtelesysSms::new("1", "2", "Hi").media(["m".to_owned()])),
                r#"{"body":"Hi","from":"1","media":["m"],"to":"2"}"#,
            ),
            (
                ReceiveSms::new("mobex", MobexSms::new("1", "2", "Hi").num_media(0)),
                r#"{"NumMedia":0,"content":"Hi","from":"1","to":"2"}"#,
            ),
        ] {
            let request = request.department("sales & more");
            let encoded = encode(&request).unwrap();
            assert_eq!(encoded.query, "department=sales%20%26%20more");
            assert_eq!(encoded.body.as_deref(), Some(body.as_bytes()));
            let decoded = decode(&[("service", &*request.service)], &encoded.query, body.as_bytes());
            assert_eq!(decoded, Ok(request));
        }
        let other = decode::<ReceiveSms>(&[("service", "twilio")], "", br#"{"from":"1"}"#).unwrap();
        assert!(matches!(other.message, SmsMessage::Unknown {}) && other.department.is_none());
    }
}
