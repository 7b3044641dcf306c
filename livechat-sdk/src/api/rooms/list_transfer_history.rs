use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Page, Paged, Route},
    id::RoomId,
    model::TransferData,
    sort::Sort,
    wire::{Success, null_as_default},
};

/// Lists the transfers of a room, oldest first.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/livechat/transfer.history/{rid}` |
/// | Login | permission `view-livechat-rooms` |
/// | Documented | published OpenAPI “Get Department Transfer History” |
///
/// # Errors
///
/// [`InvalidRoom`](crate::ErrorCode::InvalidRoom) if there is no such room.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct ListTransferHistory {
    /// The room.
    #[serde(rename = "rid")]
    #[field = false]
    pub room_id: RoomId,
    /// The number of entries to skip; 0 by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub offset: Option<u64>,
    /// The page size: 50 entries by default, at most 100 (larger values are silently lowered). 0 returns all, if the
    /// workspace allows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub count: Option<u64>,
    /// The order; oldest first by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<Sort>,
}

impl ListTransferHistory {
    /// Lists the transfers of this room.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new(room_id: impl Into<RoomId>) -> Self {
        Self { room_id: room_id.into(), offset: None, count: None, sort: None }
    }
}

/// The response to [`ListTransferHistory`]: one page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ListTransferHistoryResponse {
    /// The entries of this page.
    #[serde(default, deserialize_with = "null_as_default")]
    pub history: Vec<TransferData>,
    /// The number of entries on this page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
    /// The number of entries that were skipped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<u64>,
    /// The total number of entries, on all pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl ListTransferHistoryResponse {
    /// A page of these entries, starting at `offset` of `total`.
    #[must_use]
    pub fn new(history: Vec<TransferData>, offset: u64, total: u64) -> Self {
        let count = history.len() as u64;
        Self { history, count: Some(count), offset: Some(offset), total: Some(total), success: Success }
    }
}

impl Endpoint for ListTransferHistory {
    type Response = ListTransferHistoryResponse;
    const META: Meta =
        Meta::get(Route::new("/api/v1/livechat/transfer.history/{rid}")).permissions(&["view-livechat-rooms"]);
}

impl Paged for ListTransferHistory {
    type Item = TransferData;

    fn offset(&self) -> u64 {
        self.offset.unwrap_or_default()
    }

    fn seek(&mut self, offset: u64) {
        self.offset = Some(offset);
    }

    fn into_page(response: ListTransferHistoryResponse) -> Page<TransferData> {
        Page::new(response.history, response.offset, response.total)
    }
}
