use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    id::DepartmentId,
    model::{DateOrTime, Totalizers},
};

/// Looks up how many conversations, messages and visitors there were.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/livechat/analytics/dashboards/conversation-totalizers` |
/// | Login | permission `view-livechat-manager` |
/// | Documented | published OpenAPI “Get Conversation Metrics” |
///
/// Conversations count by days of the workspace's reporting time zone, visitors by the exact range and when their record was
/// last written.
///
/// # Errors
///
/// A sentence such as `The "start" query parameter must be a valid date.`; `invalid-params` if an argument is missing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct GetConversationTotals {
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

impl GetConversationTotals {
    /// Of the conversations of this range.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new(start: impl Into<DateOrTime>, end: impl Into<DateOrTime>) -> Self {
        Self { start: start.into(), end: end.into(), department_id: None }
    }
}

impl Endpoint for GetConversationTotals {
    type Response = Totalizers;
    const META: Meta = Meta::get(Route::new("/api/v1/livechat/analytics/dashboards/conversation-totalizers"))
        .permissions(&["view-livechat-manager"]);
}
