use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Module, Route},
    model::{ConversationReport, DateOrTime},
    sort::Sort,
};

/// Counts conversations by the agent who serves or served them.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/livechat/analytics/dashboards/conversations-by-agent` |
/// | Login | permission `view-livechat-reports` |
/// | Licence | module `livechat-enterprise` |
/// | Since | 6.4.0 |
/// | Documented | published OpenAPI “Get Conversation by Agents” |
///
/// Agents without a name have their id as the label.
///
/// # Errors
///
/// Sentences: `The "start" query parameter must be a valid date.`, and the same of `end`; that the two have to be less than a
/// year apart, and in order. `invalid-params` if an argument is missing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct ReportConversationsByAgent {
    /// When it starts.
    #[field = false]
    pub start: DateOrTime,
    /// When it ends.
    #[field = false]
    pub end: DateOrTime,
    /// The order, by `total` or by `name`; by `name` by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<Sort>,
}

impl ReportConversationsByAgent {
    /// Of the conversations of this range. The end is not part of it.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new(start: impl Into<DateOrTime>, end: impl Into<DateOrTime>) -> Self {
        Self { start: start.into(), end: end.into(), sort: None }
    }
}

impl Endpoint for ReportConversationsByAgent {
    type Response = ConversationReport;
    const META: Meta = Meta::get(Route::new("/api/v1/livechat/analytics/dashboards/conversations-by-agent"))
        .permissions(&["view-livechat-reports"])
        .module(Module::LivechatEnterprise)
        .since("6.4.0");
}
