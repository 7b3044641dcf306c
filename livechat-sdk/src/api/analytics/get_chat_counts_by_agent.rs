use fieldwork::Fieldwork;
use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    id::DepartmentId,
    model::DateOrTime,
    wire::{Success, beside_success},
};

/// Counts the conversations of each agent by their state.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/livechat/analytics/dashboards/charts/chats-per-agent` |
/// | Login | permission `view-livechat-manager` |
/// | Documented | published OpenAPI “Get Chat Status of Agents” |
///
/// Closed conversations count if they were opened and closed in the range.
///
/// # Errors
///
/// A sentence such as `The "start" query parameter must be a valid date.`; `invalid-params` if an argument is missing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct GetChatCountsByAgent {
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

impl GetChatCountsByAgent {
    /// Of the conversations of this range.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new(start: impl Into<DateOrTime>, end: impl Into<DateOrTime>) -> Self {
        Self { start: start.into(), end: end.into(), department_id: None }
    }
}

/// The response to [`GetChatCountsByAgent`].
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct GetChatCountsByAgentResponse {
    /// The numbers, by the agents' user names.
    #[serde(flatten)]
    pub agents: BTreeMap<String, AgentChatCounts>,
    /// Marks the response as a success.
    pub success: Success,
}

impl GetChatCountsByAgentResponse {
    /// The response with these numbers.
    #[must_use]
    pub fn new(agents: BTreeMap<String, AgentChatCounts>) -> Self {
        Self { agents, success: Success }
    }
}

impl<'de> Deserialize<'de> for GetChatCountsByAgentResponse {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (agents, success) = beside_success(deserializer)?;
        Ok(Self { agents, success })
    }
}

/// How many conversations an agent has in each state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", expecting = "numbers")]
#[non_exhaustive]
pub struct AgentChatCounts {
    /// Open, and not on hold; missing for an agent with nothing but conversations on hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open: Option<u64>,
    /// Closed; missing for an agent with nothing but conversations on hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<u64>,
    /// On hold; missing for an agent with closed conversations and none on hold.
    #[serde(rename = "onhold", default, skip_serializing_if = "Option::is_none")]
    pub on_hold: Option<u64>,
}

impl Endpoint for GetChatCountsByAgent {
    type Response = GetChatCountsByAgentResponse;
    const META: Meta = Meta::get(Route::new("/api/v1/livechat/analytics/dashboards/charts/chats-per-agent"))
        .permissions(&["view-livechat-manager"]);
}
