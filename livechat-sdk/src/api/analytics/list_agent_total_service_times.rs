use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Module, Page, Paged, Route},
    id::UserId,
    model::{AgentFigures, DateOrTime},
    wire::{null_as_default, number},
};

/// Lists for how long each agent has served conversations in all.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/livechat/analytics/agents/total-service-time` |
/// | Login | permission `view-livechat-manager` |
/// | Licence | module `livechat-enterprise` |
/// | Documented | published OpenAPI “Get Agent Total Service Time” |
///
/// Conversations count that were opened in the range, and served and closed since.
///
/// # Errors
///
/// A sentence such as `The "start" query parameter must be a valid date.`; `invalid-params` if an argument is missing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct ListAgentTotalServiceTimes {
    /// When it starts.
    #[field = false]
    pub start: DateOrTime,
    /// When it ends.
    #[field = false]
    pub end: DateOrTime,
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

impl ListAgentTotalServiceTimes {
    /// Of this range.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new(start: impl Into<DateOrTime>, end: impl Into<DateOrTime>) -> Self {
        Self { start: start.into(), end: end.into(), offset: None, count: None }
    }
}

/// For how long an agent has served conversations.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AgentTotalServiceTime {
    /// The agent.
    #[serde(rename = "_id", skip_serializing_if = "Option::is_none")]
    pub id: Option<UserId>,
    /// The user name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// How many conversations they are.
    #[serde(rename = "chats", default, deserialize_with = "null_as_default")]
    pub chat_count: u64,
    /// The time in all, in seconds, rounded up.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub service_time_duration: Option<f64>,
}

impl AgentTotalServiceTime {
    /// The time of the agent with this id and user name.
    #[must_use]
    pub fn new(
        id: impl Into<UserId>,
        username: impl Into<String>,
        chat_count: u64,
        service_time_duration: f64,
    ) -> Self {
        Self {
            id: Some(id.into()),
            username: Some(username.into()),
            chat_count,
            service_time_duration: Some(service_time_duration),
        }
    }
}

impl Endpoint for ListAgentTotalServiceTimes {
    type Response = AgentFigures<AgentTotalServiceTime>;
    const META: Meta = Meta::get(Route::new("/api/v1/livechat/analytics/agents/total-service-time"))
        .permissions(&["view-livechat-manager"])
        .module(Module::LivechatEnterprise);
}

impl Paged for ListAgentTotalServiceTimes {
    type Item = AgentTotalServiceTime;

    fn offset(&self) -> u64 {
        self.offset.unwrap_or_default()
    }

    fn seek(&mut self, offset: u64) {
        self.offset = Some(offset);
    }

    fn into_page(response: AgentFigures<AgentTotalServiceTime>) -> Page<AgentTotalServiceTime> {
        Page::new(response.agents, response.offset, response.total)
    }
}
