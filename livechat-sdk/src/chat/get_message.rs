use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    id::MessageId,
    model::Message,
    wire::Success,
};

/// Looks up a message of any room that the caller has access to.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/chat.getMessage?msgId=` |
/// | Login | any user |
///
/// # Errors
///
/// Status 400 without a code if there is no such message, `error-not-allowed` if the caller may not see its room.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct GetMessage {
    /// The message.
    #[serde(rename = "msgId")]
    pub id: MessageId,
}

impl GetMessage {
    /// Looks up this message.
    pub fn new(id: impl Into<MessageId>) -> Self {
        Self { id: id.into() }
    }
}

/// The response to [`GetMessage`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetMessageResponse {
    /// The message.
    pub message: Message,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl GetMessageResponse {
    /// The response with this message.
    #[must_use]
    pub fn new(message: Message) -> Self {
        Self { message, success: Success }
    }
}

impl Endpoint for GetMessage {
    type Response = GetMessageResponse;
    const META: Meta = Meta::get(Route::new("/api/v1/chat.getMessage")).login();
}
