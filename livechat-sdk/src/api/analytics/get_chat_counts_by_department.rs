use fieldwork::Fieldwork;
use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    id::DepartmentId,
    model::DateOrTime,
    wire::{Success, beside_success, null_as_default},
};

/// Counts the conversations of each department by their state.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/livechat/analytics/dashboards/charts/chats-per-department` |
/// | Login | permission `view-livechat-manager` |
/// | Documented | published OpenAPI “Get Chats Status for Departments” |
///
/// Conversations without a department do not count. Those of deleted departments come under the name `undefined`.
///
/// # Errors
///
/// A sentence such as `The "start" query parameter must be a valid date.`; `invalid-params` if an argument is missing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct GetChatCountsByDepartment {
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

impl GetChatCountsByDepartment {
    /// Of the conversations of this range.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new(start: impl Into<DateOrTime>, end: impl Into<DateOrTime>) -> Self {
        Self { start: start.into(), end: end.into(), department_id: None }
    }
}

/// The response to [`GetChatCountsByDepartment`].
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct GetChatCountsByDepartmentResponse {
    /// The numbers, by the departments' names.
    #[serde(flatten)]
    pub departments: BTreeMap<String, DepartmentChatCounts>,
    /// Marks the response as a success.
    pub success: Success,
}

impl GetChatCountsByDepartmentResponse {
    /// The response with these numbers.
    #[must_use]
    pub fn new(departments: BTreeMap<String, DepartmentChatCounts>) -> Self {
        Self { departments, success: Success }
    }
}

impl<'de> Deserialize<'de> for GetChatCountsByDepartmentResponse {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (departments, success) = beside_success(deserializer)?;
        Ok(Self { departments, success })
    }
}

/// How many conversations a department has in each state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", expecting = "numbers")]
#[non_exhaustive]
pub struct DepartmentChatCounts {
    /// Open: served, in the queue or on hold.
    #[serde(default, deserialize_with = "null_as_default")]
    pub open: u64,
    /// Closed.
    #[serde(default, deserialize_with = "null_as_default")]
    pub closed: u64,
}

impl Endpoint for GetChatCountsByDepartment {
    type Response = GetChatCountsByDepartmentResponse;
    const META: Meta = Meta::get(Route::new("/api/v1/livechat/analytics/dashboards/charts/chats-per-department"))
        .permissions(&["view-livechat-manager"]);
}
