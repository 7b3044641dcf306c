use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    id::RoomId,
    model::Message,
    secret::VisitorToken,
    time::Timestamp,
    wire::{Success, null_as_default, unreadable_as_none},
};

/// Lists the messages of a room, newest first, as its visitor.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/livechat/messages.history/{rid}?token=` |
/// | Login | not needed |
/// | Documented | published OpenAPI “Get Livechat Message History” |
///
/// Hidden messages are left out. The response has no counters: to read further back, send it again with
/// [`end`](Self::end), which is exclusive, set to the oldest message of the last response, until a response is empty.
///
/// # Errors
///
/// [`InvalidToken`](crate::ErrorCode::InvalidToken), [`InvalidRoom`](crate::ErrorCode::InvalidRoom) if the room is
/// not this visitor's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct ListMessageHistory {
    /// The room.
    #[serde(rename = "rid")]
    #[field = false]
    pub room_id: RoomId,
    /// The visitor's token.
    #[field = false]
    pub token: VisitorToken,
    /// When the visitor last read the room. It makes no difference to the messages that come.
    #[serde(rename = "ls", default, deserialize_with = "unreadable_as_none", skip_serializing_if = "Option::is_none")]
    pub last_seen_at: Option<Timestamp>,
    /// Lists only messages before this point in time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<Timestamp>,
    /// The page size: 20 messages by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub limit: Option<u64>,
    /// The number of messages to skip; 0 by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub offset: Option<u64>,
}

impl ListMessageHistory {
    /// Lists the messages of this room of the visitor with this token.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new(room_id: impl Into<RoomId>, token: impl Into<VisitorToken>) -> Self {
        Self { room_id: room_id.into(), token: token.into(), last_seen_at: None, end: None, limit: None, offset: None }
    }
}

/// The response to [`ListMessageHistory`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ListMessageHistoryResponse {
    /// The messages, newest first.
    #[serde(default, deserialize_with = "null_as_default")]
    pub messages: Vec<Message>,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl ListMessageHistoryResponse {
    /// The response with these messages.
    #[must_use]
    pub fn new(messages: Vec<Message>) -> Self {
        Self { messages, success: Success }
    }
}

impl Endpoint for ListMessageHistory {
    type Response = ListMessageHistoryResponse;
    const META: Meta = Meta::get(Route::new("/api/v1/livechat/messages.history/{rid}"));
}
