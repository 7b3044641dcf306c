use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    id::DepartmentId,
    model::{ChartName, DateOrTime},
    wire::{Success, null_as_default},
};

/// Looks up how a figure changes over time.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/livechat/analytics/dashboards/charts-data` |
/// | Also documented as | `GET /api/v1/livechat/livechat/analytics/dashboards/charts-data` |
/// | Login | permission `view-livechat-manager` |
/// | Since | 7.11.0 |
/// | Documented | published OpenAPI “Get Analytics Chart Data” |
///
/// One day gives a point for each hour, several give one for each day, both in the workspace's reporting time zone. For a chart
/// that servers do not know, and for dates that they cannot read, there is no point.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct GetChartData {
    /// The figure.
    #[field = false]
    pub chart_name: ChartName,
    /// The first day.
    #[field = false]
    pub start: DateOrTime,
    /// The last day.
    #[field = false]
    pub end: DateOrTime,
    /// Of this department; all if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub department_id: Option<DepartmentId>,
}

impl GetChartData {
    /// This figure, from one day to another.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new(chart_name: ChartName, start: impl Into<DateOrTime>, end: impl Into<DateOrTime>) -> Self {
        Self { chart_name, start: start.into(), end: end.into(), department_id: None }
    }
}

/// The response to [`GetChartData`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetChartDataResponse {
    /// The figure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chart_label: Option<ChartName>,
    /// The hours, such as `7AM-8AM`, or the days as month and day, such as `10/1`.
    #[serde(default, deserialize_with = "null_as_default")]
    pub data_labels: Vec<String>,
    /// The points: a number, or seconds.
    #[serde(default, deserialize_with = "null_as_default")]
    pub data_points: Vec<f64>,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl GetChartDataResponse {
    /// The response with these labels and points.
    #[must_use]
    pub fn new(chart_label: ChartName, data_labels: Vec<String>, data_points: Vec<f64>) -> Self {
        Self { chart_label: Some(chart_label), data_labels, data_points, success: Success }
    }
}

impl Endpoint for GetChartData {
    type Response = GetChartDataResponse;
    const META: Meta = Meta::get(Route::new("/api/v1/livechat/analytics/dashboards/charts-data"))
        .or_at(&[Route::documented("/api/v1/livechat/livechat/analytics/dashboards/charts-data")])
        .permissions(&["view-livechat-manager"])
        .since("7.11.0");
}
