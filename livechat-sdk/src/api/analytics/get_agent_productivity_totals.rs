use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    id::DepartmentId,
    model::{DateOrTime, Totalizers},
};

/// Looks up the busiest time, and for how long agents are available and serve a conversation.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/livechat/analytics/dashboards/agents-productivity-totalizers` |
/// | Login | permission `view-livechat-manager` |
/// | Documented | published OpenAPI “Get Agent Service Time Metrics” |
///
/// How long agents are available is about the first day alone.
///
/// # Errors
///
/// A sentence such as `The "start" query parameter must be a valid date.`; `invalid-params` if an argument is missing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct GetAgentProductivityTotals {
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

impl GetAgentProductivityTotals {
    /// Of the conversations of this range.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new(start: impl Into<DateOrTime>, end: impl Into<DateOrTime>) -> Self {
        Self { start: start.into(), end: end.into(), department_id: None }
    }
}

impl Endpoint for GetAgentProductivityTotals {
    type Response = Totalizers;
    const META: Meta = Meta::get(Route::new("/api/v1/livechat/analytics/dashboards/agents-productivity-totalizers"))
        .permissions(&["view-livechat-manager"]);
}
