use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Ignored, Meta, Route},
    model::{Department, DepartmentAgent, DepartmentAgentData, DepartmentData, DepartmentUnit},
    wire::{Success, null_as_default},
};

/// Creates a department.
///
/// | | |
/// | --- | --- |
/// | Operation | `POST /api/v1/livechat/department` |
/// | Login | permission `manage-livechat-departments` |
/// | Since | 0.42.0; more fields since 1.0.0 |
/// | Documented | published OpenAPI “Register New Department” |
///
/// A community workspace has one department at most: [`CheckDepartmentCreation`](super::CheckDepartmentCreation) tells
/// whether there may be another.
///
/// # Errors
///
/// `error-max-departments-number-reached` if the workspace may have no more,
/// `error-validating-department-chat-closing-tags` if a tag is required and there is none to choose, and
/// codes that begin with `error-fallback-department-`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct CreateDepartment {
    /// The department.
    #[field = false]
    pub department: DepartmentData,
    /// Its agents.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[field = false]
    pub agents: Vec<DepartmentAgentData>,
    /// The unit that it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub department_unit: Option<DepartmentUnit>,
}

impl CreateDepartment {
    /// Creates this department, without agents.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new(department: DepartmentData) -> Self {
        Self { department, agents: Vec::new(), department_unit: None }
    }

    /// Sets `agents`.
    pub fn agents(mut self, agents: impl IntoIterator<Item = DepartmentAgentData>) -> Self {
        self.agents = agents.into_iter().collect();
        self
    }
}

/// The response to [`CreateDepartment`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreateDepartmentResponse {
    /// The department as stored.
    pub department: Department,
    /// Its agents.
    #[serde(default, deserialize_with = "null_as_default")]
    pub agents: Vec<DepartmentAgent>,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl CreateDepartmentResponse {
    /// The response with this department and its agents.
    #[must_use]
    pub fn new(department: Department, agents: Vec<DepartmentAgent>) -> Self {
        Self { department, agents, success: Success }
    }
}

impl Endpoint for CreateDepartment {
    type Response = CreateDepartmentResponse;
    const META: Meta = Meta::post(Route::new("/api/v1/livechat/department"))
        .permissions(&["manage-livechat-departments"])
        .since("0.42.0");

    /// Agents that the response does not list: users that do not exist, or all if the caller may not choose them.
    fn ignored(&self, response: &CreateDepartmentResponse) -> Vec<Ignored> {
        ignored_agents(&self.agents, &response.agents)
    }
}

/// Those of a request's agents whom its response does not list. A response without a list tells nothing.
pub(super) fn ignored_agents(sent: &[DepartmentAgentData], stored: &[DepartmentAgent]) -> Vec<Ignored> {
    let is_stored = |sent: &DepartmentAgentData| stored.iter().any(|stored| stored.agent_id == sent.agent_id);
    let missing = sent.iter().enumerate().filter(|(_, sent)| !stored.is_empty() && !is_stored(sent));
    let reason = "the department has not this agent: is there such a user?";
    missing.map(|(index, _)| Ignored::new(format!("/agents/{index}"), reason)).collect()
}
