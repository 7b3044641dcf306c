use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Page, Paged, Route},
    id::{RoomId, VisitorId},
    model::Room,
    sort::Sort,
    wire::{Success, null_as_default},
};

/// Lists the conversations of a visitor, open and closed, newest first.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/livechat/visitors.chatHistory/room/{roomId}/visitor/{visitorId}` |
/// | Login | permission `view-l-room` |
/// | Since | 2.4.0 |
/// | Documented | “Get the visitor chat history”; published OpenAPI “Get Livechat Visitor Chat History” |
///
/// The room only decides whether the caller may see the list: any room that the caller has access to will do.
/// An unknown visitor has an empty list.
///
/// # Errors
///
/// [`InvalidRoom`](crate::ErrorCode::InvalidRoom) if there is no such room,
/// [`NotAllowed`](crate::ErrorCode::NotAllowed) if the caller has no access to it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct ListChatHistory {
    /// A room that the caller has access to.
    #[field = false]
    pub room_id: RoomId,
    /// The visitor.
    #[field = false]
    pub visitor_id: VisitorId,
    /// The number of rooms to skip; 0 by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub offset: Option<u64>,
    /// The page size: 50 rooms by default, at most 100 (larger values are silently lowered). 0 returns all, if the
    /// workspace allows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub count: Option<u64>,
    /// The order; newest first (`ts` descending) by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<Sort>,
}

impl ListChatHistory {
    /// Lists the conversations of this visitor.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new(room_id: impl Into<RoomId>, visitor_id: impl Into<VisitorId>) -> Self {
        Self { room_id: room_id.into(), visitor_id: visitor_id.into(), offset: None, count: None, sort: None }
    }
}

/// The response to [`ListChatHistory`]: one page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ListChatHistoryResponse {
    /// The rooms of this page.
    #[serde(default, deserialize_with = "null_as_default")]
    pub history: Vec<Room>,
    /// The number of rooms on this page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
    /// The number of rooms that were skipped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<u64>,
    /// The total number of rooms, on all pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl ListChatHistoryResponse {
    /// A page of these rooms, starting at `offset` of `total`.
    #[must_use]
    pub fn new(history: Vec<Room>, offset: u64, total: u64) -> Self {
        let count = history.len() as u64;
        Self { history, count: Some(count), offset: Some(offset), total: Some(total), success: Success }
    }
}

impl Endpoint for ListChatHistory {
    type Response = ListChatHistoryResponse;
    const META: Meta = Meta::get(Route::new("/api/v1/livechat/visitors.chatHistory/room/{roomId}/visitor/{visitorId}"))
        .permissions(&["view-l-room"])
        .since("2.4.0");
}

impl Paged for ListChatHistory {
    type Item = Room;

    fn offset(&self) -> u64 {
        self.offset.unwrap_or_default()
    }

    fn seek(&mut self, offset: u64) {
        self.offset = Some(offset);
    }

    fn into_page(response: ListChatHistoryResponse) -> Page<Room> {
        Page::new(response.history, response.offset, response.total)
    }
}
