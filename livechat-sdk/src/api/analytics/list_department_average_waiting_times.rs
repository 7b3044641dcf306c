use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Module, Page, Paged, Route},
    id::DepartmentId,
    model::{DateOrTime, DepartmentFigures},
    wire::number,
};

/// Lists for how long visitors of each department wait for the first response, on average.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/livechat/analytics/departments/average-waiting-time` |
/// | Login | permission `view-livechat-manager` |
/// | Licence | module `livechat-enterprise` |
/// | Documented | published OpenAPI “Get Average Waiting Time” |
///
/// Conversations do not count in which the visitor waits for a response. Those without a first response count as 0.
///
/// # Errors
///
/// A sentence such as `The "start" query parameter must be a valid date.`; `invalid-params` if an argument is missing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct ListDepartmentAverageWaitingTimes {
    /// When it starts.
    #[field = false]
    pub start: DateOrTime,
    /// When it ends.
    #[field = false]
    pub end: DateOrTime,
    /// Of this department; all if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub department_id: Option<DepartmentId>,
    /// The number of departments to skip; 0 by default. Servers take it from 7.13 on.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub offset: Option<u64>,
    /// The page size: 50 departments by default, at most 100 (larger values are silently lowered). 0 returns all, if the
    /// workspace allows it. Servers take it from 7.13 on.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub count: Option<u64>,
}

impl ListDepartmentAverageWaitingTimes {
    /// Of the conversations of this range.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new(start: impl Into<DateOrTime>, end: impl Into<DateOrTime>) -> Self {
        Self { start: start.into(), end: end.into(), department_id: None, offset: None, count: None }
    }
}

/// For how long visitors of a department wait for the first response.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DepartmentAverageWaitingTime {
    /// The department; `None` for the conversations without one.
    #[serde(rename = "_id")]
    pub id: Option<DepartmentId>,
    /// The mean time, in seconds, rounded up.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub average_waiting_time_in_seconds: Option<f64>,
}

impl DepartmentAverageWaitingTime {
    /// The figures of this department.
    #[must_use]
    pub fn new(id: Option<DepartmentId>, average_waiting_time_in_seconds: f64) -> Self {
        Self { id, average_waiting_time_in_seconds: Some(average_waiting_time_in_seconds) }
    }
}

impl Endpoint for ListDepartmentAverageWaitingTimes {
    type Response = DepartmentFigures<DepartmentAverageWaitingTime>;
    const META: Meta = Meta::get(Route::new("/api/v1/livechat/analytics/departments/average-waiting-time"))
        .permissions(&["view-livechat-manager"])
        .module(Module::LivechatEnterprise);
}

impl Paged for ListDepartmentAverageWaitingTimes {
    type Item = DepartmentAverageWaitingTime;

    fn offset(&self) -> u64 {
        self.offset.unwrap_or_default()
    }

    fn seek(&mut self, offset: u64) {
        self.offset = Some(offset);
    }

    fn into_page(response: DepartmentFigures<DepartmentAverageWaitingTime>) -> Page<DepartmentAverageWaitingTime> {
        Page::new(response.departments, response.offset, response.total)
    }
}
