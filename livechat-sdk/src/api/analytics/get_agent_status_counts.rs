use fieldwork::Fieldwork;
use serde::{Deserialize, Deserializer, Serialize, de::IgnoredAny};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    id::DepartmentId,
    wire::Success,
};

/// Counts agents by their presence.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/livechat/analytics/dashboards/charts/agents-status` |
/// | Login | permission `view-livechat-manager` |
/// | Documented | published OpenAPI “Get Status of Agents” |
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct GetAgentStatusCounts {
    /// Of this department; all if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub department_id: Option<DepartmentId>,
}

impl GetAgentStatusCounts {
    /// Counts all agents.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new() -> Self {
        Self::default()
    }
}

/// The response to [`GetAgentStatusCounts`]. Where there is no agent, all numbers are missing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetAgentStatusCountsResponse {
    /// Agents who take no conversations, or are offline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offline: Option<u64>,
    /// Agents who are away.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub away: Option<u64>,
    /// Agents who are busy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub busy: Option<u64>,
    /// Agents who are online.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub available: Option<u64>,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
    /// The group that the database counted: always `null`, where there are numbers.
    #[serde(rename = "_id", default, deserialize_with = "null_of_group", skip_serializing_if = "Option::is_none")]
    group: Option<()>,
}

impl GetAgentStatusCountsResponse {
    /// The response with these numbers.
    #[must_use]
    pub fn new(offline: u64, away: u64, busy: u64, available: u64) -> Self {
        Self {
            offline: Some(offline),
            away: Some(away),
            busy: Some(busy),
            available: Some(available),
            group: Some(()),
            success: Success,
        }
    }

    /// The response where there is no agent.
    #[must_use]
    pub fn of_nobody() -> Self {
        Self { offline: None, away: None, busy: None, available: None, group: None, success: Success }
    }
}

/// Reads a value that says nothing, so that what is written is what was read.
fn null_of_group<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<()>, D::Error> {
    IgnoredAny::deserialize(deserializer).map(|_| Some(()))
}

impl Endpoint for GetAgentStatusCounts {
    type Response = GetAgentStatusCountsResponse;
    const META: Meta = Meta::get(Route::new("/api/v1/livechat/analytics/dashboards/charts/agents-status"))
        .permissions(&["view-livechat-manager"]);
}
