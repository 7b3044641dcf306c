use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Page, Paged, Route},
    id::RoomId,
    model::Message,
    sort::Sort,
    wire::{Success, null_as_default},
};

/// Lists the pages that the visitor of a room went to, newest first.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/livechat/visitors.pagesVisited/{roomId}` |
/// | Also documented as | `GET /api/v1/livechat/visitors.pagesVisited?roomId=`, which no server serves |
/// | Login | permission `view-l-room` |
/// | Since | 2.3.0 |
/// | Documented | “Get the visitor navigation history”; published OpenAPI “Get Pages Visited by Livechat Visitor” |
///
/// Hidden messages are part of the list: page visits are hidden unless the workspace shows them.
///
/// # Errors
///
/// [`InvalidRoom`](crate::ErrorCode::InvalidRoom) if there is no such room.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct ListPagesVisited {
    /// The room.
    #[field = false]
    pub room_id: RoomId,
    /// The number of page visits to skip; 0 by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub offset: Option<u64>,
    /// The page size: 50 page visits by default, at most 100 (larger values are silently lowered). 0 returns all, if
    /// the workspace allows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub count: Option<u64>,
    /// The order; newest first (`ts` descending) by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<Sort>,
}

impl ListPagesVisited {
    /// Lists the pages that the visitor of this room went to.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new(room_id: impl Into<RoomId>) -> Self {
        Self { room_id: room_id.into(), offset: None, count: None, sort: None }
    }
}

/// The response to [`ListPagesVisited`]: one page of the list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ListPagesVisitedResponse {
    /// The page visits, each as the message that the server keeps of it.
    #[serde(default, deserialize_with = "null_as_default")]
    pub pages: Vec<Message>,
    /// The number of page visits on this page. The documentation omits the counters; servers have always sent them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
    /// The number of page visits that were skipped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<u64>,
    /// The total number of page visits, on all pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl ListPagesVisitedResponse {
    /// A page of these page visits, starting at `offset` of `total`.
    #[must_use]
    pub fn new(pages: Vec<Message>, offset: u64, total: u64) -> Self {
        let count = pages.len() as u64;
        Self { pages, count: Some(count), offset: Some(offset), total: Some(total), success: Success }
    }
}

impl Endpoint for ListPagesVisited {
    type Response = ListPagesVisitedResponse;
    const META: Meta = Meta::get(Route::new("/api/v1/livechat/visitors.pagesVisited/{roomId}"))
        .or_at(&[Route::documented("/api/v1/livechat/visitors.pagesVisited")])
        .permissions(&["view-l-room"])
        .since("2.3.0");
}

impl Paged for ListPagesVisited {
    type Item = Message;

    fn offset(&self) -> u64 {
        self.offset.unwrap_or_default()
    }

    fn seek(&mut self, offset: u64) {
        self.offset = Some(offset);
    }

    fn into_page(response: ListPagesVisitedResponse) -> Page<Message> {
        Page::new(response.pages, response.offset, response.total)
    }
}
