use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    id::DepartmentId,
    model::DateOrTime,
    wire::{Success, null_as_default},
};

/// Counts conversations by their state.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/livechat/analytics/dashboards/charts/chats` |
/// | Login | permission `view-livechat-manager` |
/// | Documented | published OpenAPI “Get Chats Status” |
///
/// A conversation may be in none of the states.
///
/// # Errors
///
/// A sentence such as `The "start" query parameter must be a valid date.`; `invalid-params` if an argument is missing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct GetChatCounts {
    /// When it starts.
    #[field = false]
    pub start: DateOrTime,
    /// When it ends.
    #[field = false]
    pub end: DateOrTime,
    /// Of this department; all if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub department_id: Option<DepartmentId>,
}

impl GetChatCounts {
    /// Of the conversations of this range.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new(start: impl Into<DateOrTime>, end: impl Into<DateOrTime>) -> Self {
        Self { start: start.into(), end: end.into(), department_id: None }
    }
}

/// The response to [`GetChatCounts`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetChatCountsResponse {
    /// Served, and neither closed nor on hold.
    #[serde(default, deserialize_with = "null_as_default")]
    pub open: u64,
    /// Closed.
    #[serde(default, deserialize_with = "null_as_default")]
    pub closed: u64,
    /// Open, and not served.
    #[serde(default, deserialize_with = "null_as_default")]
    pub queued: u64,
    /// On hold.
    #[serde(rename = "onhold", default, deserialize_with = "null_as_default")]
    pub on_hold: u64,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl GetChatCountsResponse {
    /// The response with these numbers.
    #[must_use]
    pub fn new(open: u64, closed: u64, queued: u64, on_hold: u64) -> Self {
        Self { open, closed, queued, on_hold, success: Success }
    }
}

impl Endpoint for GetChatCounts {
    type Response = GetChatCountsResponse;
    const META: Meta = Meta::get(Route::new("/api/v1/livechat/analytics/dashboards/charts/chats"))
        .permissions(&["view-livechat-manager"]);
}
