use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    id::{MessageId, RoomId, UserId},
    model::Message,
    secret::VisitorToken,
    wire::Success,
};

/// Writes a message, as a visitor.
///
/// | | |
/// | --- | --- |
/// | Operation | `POST /api/v1/livechat/message` |
/// | Login | not needed |
/// | Documented | published OpenAPI “Send New Livechat Message” |
///
/// The client may choose the message's id. Servers from 8 then respond to a second call with the stored message, and
/// servers of the 7 line reject it. Without an id a second call writes a second message. So the client does not repeat
/// it after a lost response: [`GetMessage`](crate::messages::GetMessage) tells whether the message arrived.
///
/// # Errors
///
/// [`InvalidToken`](crate::ErrorCode::InvalidToken), [`InvalidRoom`](crate::ErrorCode::InvalidRoom) if the room is
/// not this visitor's, [`RoomClosed`](crate::ErrorCode::RoomClosed),
/// [`MessageTooLong`](crate::ErrorCode::MessageTooLong) where the workspace sets a limit, `cannot-access-room`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct SendMessage {
    /// The message's id; the server chooses one if not given.
    #[serde(rename = "_id", skip_serializing_if = "Option::is_none")]
    pub id: Option<MessageId>,
    /// The visitor's token.
    #[field = false]
    pub token: VisitorToken,
    /// The room.
    #[serde(rename = "rid")]
    #[field = false]
    pub room_id: RoomId,
    /// The text.
    #[serde(rename = "msg")]
    #[field = false]
    pub text: String,
    /// The agent to talk to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent: Option<PreferredAgent>,
}

impl SendMessage {
    /// Writes this text in this room, as the visitor with this token.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new(room_id: impl Into<RoomId>, token: impl Into<VisitorToken>, text: impl Into<String>) -> Self {
        Self { id: None, token: token.into(), room_id: room_id.into(), text: text.into(), agent: None }
    }
}

/// The agent that a visitor wants to talk to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PreferredAgent {
    /// The agent.
    pub agent_id: UserId,
    /// The agent's user name.
    pub username: String,
}

impl PreferredAgent {
    /// This agent.
    #[must_use]
    pub fn new(agent_id: impl Into<UserId>, username: impl Into<String>) -> Self {
        Self { agent_id: agent_id.into(), username: username.into() }
    }
}

/// The response to [`SendMessage`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SendMessageResponse {
    /// The message as it was stored.
    pub message: Message,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl SendMessageResponse {
    /// The response with this message.
    #[must_use]
    pub fn new(message: Message) -> Self {
        Self { message, success: Success }
    }
}

impl Endpoint for SendMessage {
    type Response = SendMessageResponse;
    const META: Meta = Meta::post(Route::new("/api/v1/livechat/message"));
}
