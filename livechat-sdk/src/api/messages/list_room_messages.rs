use derive_setters::Setters;
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
/// These are what visitor and agents wrote, and the message that the room was closed; not what else the server notes.
///
/// # Errors
///
/// [`InvalidRoom`](crate::ErrorCode::InvalidRoom) if there is no such room, `not-allowed` if the caller has no access
/// to it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Setters)]
#[serde(rename_all = "camelCase")]
#[setters(into, strip_option)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct ListRoomMessages {
    /// The room.
    #[serde(rename = "rid")]
    #[setters(skip)]
    pub room_id: RoomId,
    /// Only messages that match this text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub search_term: Option<String>,
    /// How many messages to skip; 0 if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[setters(into = false)]
    pub offset: Option<u64>,
    /// How many messages to answer with: 50 if not given, at most 100 (a larger number is lowered without a word).
    /// 0 asks for all, where the workspace allows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[setters(into = false)]
    pub count: Option<u64>,
    /// The order; newest first (`ts` descending) if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<Sort>,
}

impl ListRoomMessages {
    /// Lists the messages of this room.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::api#optional-arguments).
    pub fn new(room_id: impl Into<RoomId>) -> Self {
        Self { room_id: room_id.into(), search_term: None, offset: None, count: None, sort: None }
    }
}

/// The answer to [`ListRoomMessages`]: one page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ListRoomMessagesResponse {
    /// The messages of this page.
    #[serde(default, deserialize_with = "null_as_default")]
    pub messages: Vec<Message>,
    /// How many messages were asked for: unlike in other lists not how many this page has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
    /// How many messages were skipped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<u64>,
    /// How many messages there are on all pages together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
    /// Says that the call succeeded.
    #[serde(default)]
    pub success: Success,
}

impl ListRoomMessagesResponse {
    /// A page with these messages, where so many were asked for, of so many in all, after so many.
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
