use derive_setters::Setters;
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
/// | Also documented as | `GET /api/v1/livechat/visitors.pagesVisited?roomId=`, which no server answers |
/// | Login | permission `view-l-room` |
/// | Since | 2.3.0 |
/// | Documented | “Get the visitor navigation history”; published OpenAPI “Get Pages Visited by Livechat Visitor” |
///
/// Hidden messages are part of the list: page visits are hidden unless the workspace shows them.
///
/// # Errors
///
/// [`InvalidRoom`](crate::ErrorCode::InvalidRoom) if there is no such room.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Setters)]
#[serde(rename_all = "camelCase")]
#[setters(into, strip_option)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct ListPagesVisited {
    /// The room.
    #[setters(skip)]
    pub room_id: RoomId,
    /// How many page visits to skip; 0 if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[setters(into = false)]
    pub offset: Option<u64>,
    /// How many page visits to answer with: 50 if not given, at most 100 (a larger number is lowered without a word).
    /// 0 asks for all, where the workspace allows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[setters(into = false)]
    pub count: Option<u64>,
    /// The order; newest first (`ts` descending) if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<Sort>,
}

impl ListPagesVisited {
    /// Lists the pages that the visitor of this room went to.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::api#optional-arguments).
    pub fn new(room_id: impl Into<RoomId>) -> Self {
        Self { room_id: room_id.into(), offset: None, count: None, sort: None }
    }
}

/// The answer to [`ListPagesVisited`]: one page of the list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ListPagesVisitedResponse {
    /// The page visits, each as the message that the server keeps of it.
    #[serde(default, deserialize_with = "null_as_default")]
    pub pages: Vec<Message>,
    /// How many page visits this page has. The documentation omits the counters; servers have always sent them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
    /// How many page visits were skipped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<u64>,
    /// How many page visits there are on all pages together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
    /// Says that the call succeeded.
    #[serde(default)]
    pub success: Success,
}

impl ListPagesVisitedResponse {
    /// A page with these page visits, of so many in all, after so many.
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
