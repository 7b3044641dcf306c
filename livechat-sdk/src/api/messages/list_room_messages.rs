use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Page, Paged, Route},
    id::RoomId,
    model::Message,
    sort::Sort,
    wire::{Success, null_as_default},
};

/// Lists the messages of a room, newest first.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/livechat/{rid}/messages` |
/// | Also documented as | `GET /api/v1/livechat/messages/{rid}` |
/// | Login | permission `view-l-room` |
/// | Documented | published OpenAPI “Get Livechat Messages” |
///
/// The list has what visitor and agents wrote and the system message that the room was closed, but no other system
/// messages.
///
/// # Errors
///
/// [`InvalidRoom`](crate::ErrorCode::InvalidRoom) if there is no such room, `not-allowed` if the caller has no access
/// to it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct ListRoomMessages {
    /// The room.
    #[serde(rename = "rid")]
    #[field = false]
    pub room_id: RoomId,
    /// Only messages that match this text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub search_term: Option<String>,
    /// The number of messages to skip; 0 by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub offset: Option<u64>,
    /// The page size: 50 messages by default, at most 100 (larger values are silently lowered). 0 returns all, if the
    /// workspace allows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub count: Option<u64>,
    /// The order; newest first (`ts` descending) by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<Sort>,
}

impl ListRoomMessages {
    /// Lists the messages of this room.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new(room_id: impl Into<RoomId>) -> Self {
        Self { room_id: room_id.into(), search_term: None, offset: None, count: None, sort: None }
    }
}

/// The response to [`ListRoomMessages`]: one page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ListRoomMessagesResponse {
    /// The messages of this page.
    #[serde(default, deserialize_with = "null_as_default")]
    pub messages: Vec<Message>,
    /// The number of messages that were requested: unlike in other lists not the number on this page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
    /// The number of messages that were skipped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<u64>,
    /// The total number of messages, on all pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl ListRoomMessagesResponse {
    /// A page of these messages, of which `count` were requested, starting at `offset` of `total`.
    #[must_use]
    pub fn new(messages: Vec<Message>, count: u64, offset: u64, total: u64) -> Self {
        Self { messages, count: Some(count), offset: Some(offset), total: Some(total), success: Success }
    }
}

impl Endpoint for ListRoomMessages {
    type Response = ListRoomMessagesResponse;
    const META: Meta = Meta::get(Route::new("/api/v1/livechat/{rid}/messages"))
        .or_at(&[Route::documented("/api/v1/livechat/messages/{rid}")])
        .permissions(&["view-l-room"]);
}

impl Paged for ListRoomMessages {
    type Item = Message;

    fn offset(&self) -> u64 {
        self.offset.unwrap_or_default()
    }

    fn seek(&mut self, offset: u64) {
        self.offset = Some(offset);
    }

    fn into_page(response: ListRoomMessagesResponse) -> Page<Message> {
        Page::new(response.messages, response.offset, response.total)
    }
}
