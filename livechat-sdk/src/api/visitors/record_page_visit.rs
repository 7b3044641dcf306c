use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    id::RoomId,
    model::{Navigation, PageInfo},
    secret::VisitorToken,
    wire::{Success, text},
};

/// Records that a visitor went to a page.
///
/// | | |
/// | --- | --- |
/// | Operation | `POST /api/v1/livechat/page.visited` |
/// | Login | not needed |
/// | Since | 0.70.0; the room is optional since 1.3.0 |
/// | Documented | “Send Visitor navigation history”; published OpenAPI, same name |
///
/// The server checks neither token nor room. A visit without a room is deleted after 30 days, unless the visitor opens
/// a room before. Sending it twice records two visits, so the client does not repeat it after a lost response.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct RecordPageVisit {
    /// The visitor's token.
    #[field = false]
    pub token: VisitorToken,
    /// The room that the visit belongs to. Servers before 1.3 demand it.
    #[serde(rename = "rid", skip_serializing_if = "Option::is_none")]
    pub room_id: Option<RoomId>,
    /// The page.
    #[field = false]
    pub page_info: PageInfo,
}

impl RecordPageVisit {
    /// Records that the visitor with this token went to this page.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new(token: impl Into<VisitorToken>, page_info: PageInfo) -> Self {
        Self { token: token.into(), room_id: None, page_info }
    }
}

/// The response to [`RecordPageVisit`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct RecordPageVisitResponse {
    /// What was stored; `None` if the workspace does not follow this kind of change
    /// ([`PageInfo::change`] is not what its setting `Livechat_history_monitor_type` names) and stored nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<PageVisit>,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl RecordPageVisitResponse {
    /// The response with the stored visit, if there is one.
    #[must_use]
    pub fn new(page: Option<PageVisit>) -> Self {
        Self { page, success: Success }
    }
}

/// A page visit as the server stored it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PageVisit {
    /// Title and address, joined by ` - `.
    #[serde(rename = "msg", default, deserialize_with = "text")]
    pub text: String,
    /// The page and the visitor's token.
    pub navigation: Navigation,
}

impl PageVisit {
    /// This visit as a server stores it.
    #[must_use]
    pub fn new(navigation: Navigation) -> Self {
        Self { text: format!("{} - {}", navigation.page.title, navigation.page.location.href), navigation }
    }
}

impl Endpoint for RecordPageVisit {
    type Response = RecordPageVisitResponse;
    const META: Meta = Meta::post(Route::new("/api/v1/livechat/page.visited")).since("0.70.0");
}
