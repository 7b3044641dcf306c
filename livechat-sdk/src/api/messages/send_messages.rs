use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    secret::VisitorToken,
    time::Timestamp,
    wire::{Success, null_as_default, text},
};

/// Writes several messages on behalf of a visitor, and opens a room if there is none.
///
/// | | |
/// | --- | --- |
/// | Operation | `POST /api/v1/livechat/messages` |
/// | Login | any |
/// | Documented | published OpenAPI “Send Array of Messages” |
///
/// # Errors
///
/// [`BlankToken`](crate::ErrorCode::BlankToken) by servers up to 8.0 if the token is new, although they register the
/// visitor: a second call succeeds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct SendMessages {
    /// The visitor.
    pub visitor: VisitorReference,
    /// The messages, at least one.
    pub messages: Vec<MessageText>,
}

impl SendMessages {
    /// Writes these texts on behalf of the visitor with this token.
    pub fn new(token: impl Into<VisitorToken>, messages: impl IntoIterator<Item = impl Into<MessageText>>) -> Self {
        Self {
            visitor: VisitorReference { token: token.into() },
            messages: messages.into_iter().map(Into::into).collect(),
        }
    }
}

/// A visitor, by token.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct VisitorReference {
    /// The visitor's token.
    pub token: VisitorToken,
}

/// The text of a message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct MessageText {
    /// The text.
    #[serde(rename = "msg")]
    pub text: String,
}

impl From<&str> for MessageText {
    fn from(text: &str) -> Self {
        Self { text: text.to_owned() }
    }
}

impl From<String> for MessageText {
    fn from(text: String) -> Self {
        Self { text }
    }
}

/// The response to [`SendMessages`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SendMessagesResponse {
    /// The messages, in the order given.
    #[serde(default, deserialize_with = "null_as_default")]
    pub messages: Vec<SentMessage>,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl SendMessagesResponse {
    /// The response with these messages.
    #[must_use]
    pub fn new(messages: Vec<SentMessage>) -> Self {
        Self { messages, success: Success }
    }
}

/// A message as the server stored it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SentMessage {
    /// The visitor's user name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// The text.
    #[serde(rename = "msg", default, deserialize_with = "text")]
    pub text: String,
    /// When it was stored.
    #[serde(rename = "ts", skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Timestamp>,
}

impl SentMessage {
    /// This text of this visitor, stored then.
    #[must_use]
    pub fn new(username: impl Into<String>, text: impl Into<String>, created_at: Timestamp) -> Self {
        Self { username: Some(username.into()), text: text.into(), created_at: Some(created_at) }
    }
}

impl Endpoint for SendMessages {
    type Response = SendMessagesResponse;
    const META: Meta = Meta::post(Route::new("/api/v1/livechat/messages")).login();
}
