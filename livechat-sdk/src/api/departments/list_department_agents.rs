use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Page, Paged, Route},
    id::DepartmentId,
    model::DepartmentAgent,
    sort::Sort,
    wire::{Success, null_as_default},
};

/// Lists the agents of a department.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/livechat/department/{_id}/agents` |
/// | Login | permission `view-livechat-departments` or `view-l-room` |
/// | Documented | published OpenAPI “Get Agents of Department” |
///
/// # Errors
///
/// [`InvalidSort`](crate::ErrorCode::InvalidSort).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct ListDepartmentAgents {
    /// The department.
    #[serde(rename = "_id")]
    #[field = false]
    pub id: DepartmentId,
    /// The number of agents to skip; 0 by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub offset: Option<u64>,
    /// The page size: 50 agents by default, at most 100 (larger values are silently lowered). 0 returns all, if the
    /// workspace allows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub count: Option<u64>,
    /// The order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<Sort>,
}

impl ListDepartmentAgents {
    /// Lists the agents of this department.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new(id: impl Into<DepartmentId>) -> Self {
        Self { id: id.into(), offset: None, count: None, sort: None }
    }
}

/// The response to [`ListDepartmentAgents`]: one page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ListDepartmentAgentsResponse {
    /// The agents of this page.
    #[serde(default, deserialize_with = "null_as_default")]
    pub agents: Vec<DepartmentAgent>,
    /// The number of agents on this page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
    /// The number of agents that were skipped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<u64>,
    /// The total number of agents, on all pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl ListDepartmentAgentsResponse {
    /// A page of these agents, starting at `offset` of `total`.
    #[must_use]
    pub fn new(agents: Vec<DepartmentAgent>, offset: u64, total: u64) -> Self {
        let count = agents.len() as u64;
        Self { agents, count: Some(count), offset: Some(offset), total: Some(total), success: Success }
    }
}

impl Endpoint for ListDepartmentAgents {
    type Response = ListDepartmentAgentsResponse;
    const META: Meta = Meta::get(Route::new("/api/v1/livechat/department/{_id}/agents"))
        .any_permission(&["view-livechat-departments", "view-l-room"]);
}

impl Paged for ListDepartmentAgents {
    type Item = DepartmentAgent;

    fn offset(&self) -> u64 {
        self.offset.unwrap_or_default()
    }

    fn seek(&mut self, offset: u64) {
        self.offset = Some(offset);
    }

    fn into_page(response: ListDepartmentAgentsResponse) -> Page<DepartmentAgent> {
        Page::new(response.agents, response.offset, response.total)
    }
}
