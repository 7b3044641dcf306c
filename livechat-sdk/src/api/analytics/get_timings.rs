use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    id::DepartmentId,
    model::DateOrTime,
    wire::{Success, null_as_default, number},
};

/// Looks up the means and the longest times of responses, reactions and conversations.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/livechat/analytics/dashboards/charts/timings` |
/// | Login | permission `view-livechat-manager` |
/// | Documented | published OpenAPI “Get Chat Times” |
///
/// # Errors
///
/// A sentence such as `The "start" query parameter must be a valid date.`; `invalid-params` if an argument is missing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct GetTimings {
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

impl GetTimings {
    /// Of the conversations of this range.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new(start: impl Into<DateOrTime>, end: impl Into<DateOrTime>) -> Self {
        Self { start: start.into(), end: end.into(), department_id: None }
    }
}

/// The response to [`GetTimings`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetTimingsResponse {
    /// The mean time of a response, and the longest one of a first response.
    #[serde(default, deserialize_with = "null_as_default")]
    pub response: Timing,
    /// The time from getting a conversation to the first response.
    #[serde(default, deserialize_with = "null_as_default")]
    pub reaction: Timing,
    /// How long conversations last.
    #[serde(default, deserialize_with = "null_as_default")]
    pub chat_duration: Timing,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl GetTimingsResponse {
    /// The response with these times.
    #[must_use]
    pub fn new(response: Timing, reaction: Timing, chat_duration: Timing) -> Self {
        Self { response, reaction, chat_duration, success: Success }
    }
}

/// A mean time and the longest one, in seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", expecting = "times")]
#[non_exhaustive]
pub struct Timing {
    /// The mean time, in whole seconds.
    #[serde(rename = "avg", default, with = "number", skip_serializing_if = "Option::is_none")]
    pub average: Option<f64>,
    /// The longest time, with fractions; `None` if there are conversations, but none that has such a time.
    #[serde(default, with = "number")]
    pub longest: Option<f64>,
}

impl Timing {
    /// This mean time, and this longest one.
    #[must_use]
    pub fn new(average: f64, longest: Option<f64>) -> Self {
        Self { average: Some(average), longest }
    }
}

impl Endpoint for GetTimings {
    type Response = GetTimingsResponse;
    const META: Meta = Meta::get(Route::new("/api/v1/livechat/analytics/dashboards/charts/timings"))
        .permissions(&["view-livechat-manager"]);
}
