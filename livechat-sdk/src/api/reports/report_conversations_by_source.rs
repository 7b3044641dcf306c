use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Module, Route},
    model::{ConversationReport, DateOrTime},
};

/// Counts conversations by their source.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/livechat/analytics/dashboards/conversations-by-source` |
/// | Login | permission `view-livechat-reports` |
/// | Licence | module `livechat-enterprise` |
/// | Since | 6.4.0 |
/// | Documented | published OpenAPI “Get Conversations By Source” |
///
/// Two sources of the same name are two groups.
///
/// # Errors
///
/// Sentences: `The "start" query parameter must be a valid date.`, and the same of `end`; that the two have to be less than a
/// year apart, and in order. `invalid-params` if an argument is missing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct ReportConversationsBySource {
    /// When it starts.
    pub start: DateOrTime,
    /// When it ends.
    pub end: DateOrTime,
}

impl ReportConversationsBySource {
    /// Of the conversations of this range. The end is not part of it.
    pub fn new(start: impl Into<DateOrTime>, end: impl Into<DateOrTime>) -> Self {
        Self { start: start.into(), end: end.into() }
    }
}

impl Endpoint for ReportConversationsBySource {
    type Response = ConversationReport;
    const META: Meta = Meta::get(Route::new("/api/v1/livechat/analytics/dashboards/conversations-by-source"))
        .permissions(&["view-livechat-reports"])
        .module(Module::LivechatEnterprise)
        .since("6.4.0");
}
