use std::time::Duration;

use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{CallLimit, Endpoint, Meta, Route},
    id::RoomId,
    secret::VisitorToken,
    wire::Success,
};

/// Sends the transcript of a conversation by e-mail, as its visitor.
///
/// | | |
/// | --- | --- |
/// | Operation | `POST /api/v1/livechat/transcript` |
/// | Login | not needed |
/// | Rate limit | 5 calls in 60 seconds for each client address, since 8.0.0 |
/// | Since | 0.70.0 |
/// | Documented | published OpenAPI “Request Omnichannel Transcript” |
///
/// The conversation may be open or closed, and an old one.
///
/// # Errors
///
/// [`NoSuchRoom`](crate::ErrorCode::NoSuchRoom), [`InvalidVisitor`](crate::ErrorCode::InvalidVisitor) if the token is not
/// the room's, `invalid email` if the address is none; `Error sending Omnichannel transcript`, a sentence, from older
/// servers if the mail did not go out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct SendTranscript {
    /// The room.
    #[serde(rename = "rid")]
    #[field = false]
    pub room_id: RoomId,
    /// The visitor's token.
    #[field = false]
    pub token: VisitorToken,
    /// Where to send it.
    #[field = false]
    pub email: String,
    /// The mail's subject (servers from 7.13), which servers take and do not use.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
}

impl SendTranscript {
    /// Sends the transcript of this room of the visitor with this token to this address.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new(room_id: impl Into<RoomId>, token: impl Into<VisitorToken>, email: impl Into<String>) -> Self {
        Self { room_id: room_id.into(), token: token.into(), email: email.into(), subject: None }
    }
}

/// The response to [`SendTranscript`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SendTranscriptResponse {
    /// A message in the workspace's language: `Omnichannel transcript sent`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl SendTranscriptResponse {
    /// The response with this text.
    #[must_use]
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: Some(message.into()), success: Success }
    }
}

impl Endpoint for SendTranscript {
    type Response = SendTranscriptResponse;
    const META: Meta = Meta::post(Route::new("/api/v1/livechat/transcript"))
        .since("0.70.0")
        .limited_to(CallLimit::new(5, Duration::from_secs(60)).since("8.0.0"));
}
