use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    id::DepartmentId,
    model::{ChartName, DateOrTime, FigureValue},
    wire::{Success, null_as_default},
};

/// Looks up a figure for each agent.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/livechat/analytics/agent-overview` |
/// | Login | permission `view-livechat-manager` |
/// | Since | 6.4.0 |
/// | Documented | published OpenAPI “Get Agent Analytics Overview” |
///
/// Days are those of the workspace's reporting time zone. Agents without a value are not listed. The order is by the number at the
/// beginning of a value, so that times are ordered by hours alone.
///
/// # Errors
///
/// `invalid-params` if an argument is missing; `invalid-chart-name` if the name is empty.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct GetAgentOverview {
    /// What it is to be about.
    #[field = false]
    pub name: ChartName,
    /// The first day.
    #[field = false]
    pub from: DateOrTime,
    /// The last day.
    #[field = false]
    pub to: DateOrTime,
    /// Of this department; all if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub department_id: Option<DepartmentId>,
}

impl GetAgentOverview {
    /// From one day to another.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new(name: ChartName, from: impl Into<DateOrTime>, to: impl Into<DateOrTime>) -> Self {
        Self { name, from: from.into(), to: to.into(), department_id: None }
    }
}

/// The response to [`GetAgentOverview`]: a table. It is empty if the server does not know the name, or cannot read a date.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetAgentOverviewResponse {
    /// The names of the two columns.
    #[serde(default, deserialize_with = "null_as_default", skip_serializing_if = "Vec::is_empty")]
    pub head: Vec<ColumnName>,
    /// The agents with their figures.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<Vec<AgentFigure>>,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl GetAgentOverviewResponse {
    /// The table with this name of its second column.
    #[must_use]
    pub fn new(name: impl Into<String>, data: Vec<AgentFigure>) -> Self {
        let head = vec![ColumnName::new("Agent"), ColumnName::new(name)];
        Self { head, data: Some(data), success: Success }
    }

    /// No table.
    #[must_use]
    pub fn empty() -> Self {
        Self { head: Vec::new(), data: None, success: Success }
    }
}

/// The name of a column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ColumnName {
    /// The key of its text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

impl ColumnName {
    /// A column of this name.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: Some(name.into()) }
    }
}

/// A figure of an agent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AgentFigure {
    /// The agent's user name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The figure: a number, a percentage such as `33.33%`, or a time such as `01:24:56`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<FigureValue>,
}

impl AgentFigure {
    /// This figure of the agent with this user name.
    #[must_use]
    pub fn new(name: impl Into<String>, value: impl Into<FigureValue>) -> Self {
        Self { name: Some(name.into()), value: Some(value.into()) }
    }
}

impl Endpoint for GetAgentOverview {
    type Response = GetAgentOverviewResponse;
    const META: Meta = Meta::get(Route::new("/api/v1/livechat/analytics/agent-overview"))
        .permissions(&["view-livechat-manager"])
        .since("6.4.0");
}
