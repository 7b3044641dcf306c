use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Module, Page, Paged, Route},
    model::{AgentFigures, DateOrTime},
    time::Timestamp,
    wire::{number, true_flag},
};

/// Lists for how long each agent was available.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/livechat/analytics/agents/available-for-service-history` |
/// | Login | permission `view-livechat-manager` |
/// | Licence | module `livechat-enterprise` |
/// | Documented | published OpenAPI “Get History of Agents Available for Service” |
///
/// An agent is available while taking conversations and not offline. Days count from the first to the last, in the server's
/// time zone, and what has not ended yet does not.
///
/// # Errors
///
/// A sentence such as `The "start" query parameter must be a valid date.`; `invalid-params` if an argument is missing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct ListAgentAvailability {
    /// When it starts.
    #[field = false]
    pub start: DateOrTime,
    /// When it ends.
    #[field = false]
    pub end: DateOrTime,
    /// Whether to list when each agent was available.
    #[serde(default, deserialize_with = "true_flag", skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub full_report: Option<bool>,
    /// The number of agents to skip; 0 by default. Servers take it from 7.13 on.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub offset: Option<u64>,
    /// The page size: 50 agents by default, at most 100 (larger values are silently lowered). 0 returns all, if the
    /// workspace allows it. Servers take it from 7.13 on.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub count: Option<u64>,
}

impl ListAgentAvailability {
    /// Of this range.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new(start: impl Into<DateOrTime>, end: impl Into<DateOrTime>) -> Self {
        Self { start: start.into(), end: end.into(), full_report: None, offset: None, count: None }
    }
}

/// For how long an agent was available.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AgentAvailability {
    /// The user name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// The time in all, in seconds.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub available_time_in_seconds: Option<f64>,
    /// When the agent was available, if that was asked for: on the first of the days alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_history: Option<Vec<AvailabilitySession>>,
}

impl AgentAvailability {
    /// So many seconds of the agent with this user name.
    #[must_use]
    pub fn new(username: impl Into<String>, available_time_in_seconds: f64) -> Self {
        Self {
            username: Some(username.into()),
            available_time_in_seconds: Some(available_time_in_seconds),
            service_history: None,
        }
    }
}

/// A time in which an agent was available.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AvailabilitySession {
    /// When it started.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub started_at: Option<Timestamp>,
    /// When it ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stopped_at: Option<Timestamp>,
}

impl AvailabilitySession {
    /// From one time to another.
    #[must_use]
    pub fn new(started_at: Timestamp, stopped_at: Timestamp) -> Self {
        Self { started_at: Some(started_at), stopped_at: Some(stopped_at) }
    }
}

impl Endpoint for ListAgentAvailability {
    type Response = AgentFigures<AgentAvailability>;
    const META: Meta = Meta::get(Route::new("/api/v1/livechat/analytics/agents/available-for-service-history"))
        .permissions(&["view-livechat-manager"])
        .module(Module::LivechatEnterprise);
}

impl Paged for ListAgentAvailability {
    type Item = AgentAvailability;

    fn offset(&self) -> u64 {
        self.offset.unwrap_or_default()
    }

    fn seek(&mut self, offset: u64) {
        self.offset = Some(offset);
    }

    fn into_page(response: AgentFigures<AgentAvailability>) -> Page<AgentAvailability> {
        Page::new(response.agents, response.offset, response.total)
    }
}
