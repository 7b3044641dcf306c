use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use super::create_department::ignored_agents;
use crate::{
    endpoint::{Endpoint, Ignored, Meta, Route},
    id::DepartmentId,
    model::{Department, DepartmentAgent, DepartmentAgentData, DepartmentData, DepartmentUnit},
    wire::{Success, null_as_default},
};

/// Updates a department: given values replace stored ones.
///
/// | | |
/// | --- | --- |
/// | Operation | `PUT /api/v1/livechat/department/{_id}` |
/// | Login | permission `manage-livechat-departments` or `add-livechat-department-agents` |
/// | Since | 0.42.0 |
/// | Documented | published OpenAPI “Update Department” |
///
/// It takes the first permission, or is `error-not-allowed`; without the second, agents are passed over.
///
/// # Errors
///
/// `error-department-not-found`, `error-unit-cant-be-empty` if it would leave its unit and is the last one there, `error-archived-department-cant-be-enabled`, and the errors of
/// [`CreateDepartment`](super::CreateDepartment), except for the number of departments.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct UpdateDepartment {
    /// The department to update.
    #[serde(rename = "_id")]
    #[field = false]
    pub id: DepartmentId,
    /// The new data.
    #[field = false]
    pub department: DepartmentData,
    /// Agents to add or to update.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[field = false]
    pub agents: Vec<DepartmentAgentData>,
    /// The unit that it belongs to. A department that is updated without it leaves its unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub department_unit: Option<DepartmentUnit>,
}

impl UpdateDepartment {
    /// Updates the department with this id.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new(id: impl Into<DepartmentId>, department: DepartmentData) -> Self {
        Self { id: id.into(), department, agents: Vec::new(), department_unit: None }
    }

    /// Sets `agents`.
    pub fn agents(mut self, agents: impl IntoIterator<Item = DepartmentAgentData>) -> Self {
        self.agents = agents.into_iter().collect();
        self
    }
}

/// The response to [`UpdateDepartment`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UpdateDepartmentResponse {
    /// The department as stored.
    pub department: Department,
    /// Its agents.
    #[serde(default, deserialize_with = "null_as_default")]
    pub agents: Vec<DepartmentAgent>,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl UpdateDepartmentResponse {
    /// The response with this department and its agents.
    #[must_use]
    pub fn new(department: Department, agents: Vec<DepartmentAgent>) -> Self {
        Self { department, agents, success: Success }
    }
}

impl Endpoint for UpdateDepartment {
    type Response = UpdateDepartmentResponse;
    const META: Meta = Meta::put(Route::new("/api/v1/livechat/department/{_id}"))
        .any_permission(&["manage-livechat-departments", "add-livechat-department-agents"])
        .since("0.42.0");

    /// Agents that the response does not list: users that do not exist, or all if the caller may not choose them.
    fn ignored(&self, response: &UpdateDepartmentResponse) -> Vec<Ignored> {
        ignored_agents(&self.agents, &response.agents)
    }
}
