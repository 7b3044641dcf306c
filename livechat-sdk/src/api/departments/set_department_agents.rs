use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    id::DepartmentId,
    model::DepartmentAgentChange,
    wire::Success,
};

/// Puts agents into a department, and takes others out of it.
///
/// | | |
/// | --- | --- |
/// | Operation | `POST /api/v1/livechat/department/{_id}/agents` |
/// | Login | permission `manage-livechat-departments` or `add-livechat-department-agents` |
/// | Documented | published OpenAPI “Update Agents of Department” |
///
/// Agents that are not named stay. Repeating the call changes nothing more.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct SetDepartmentAgents {
    /// The department.
    #[serde(rename = "_id")]
    pub id: DepartmentId,
    /// The agents to put in, or to update.
    pub upsert: Vec<DepartmentAgentChange>,
    /// The agents to take out.
    pub remove: Vec<DepartmentAgentChange>,
}

impl SetDepartmentAgents {
    /// Puts these agents into the department, and takes those out of it.
    pub fn new(
        id: impl Into<DepartmentId>,
        upsert: impl IntoIterator<Item = DepartmentAgentChange>,
        remove: impl IntoIterator<Item = DepartmentAgentChange>,
    ) -> Self {
        Self { id: id.into(), upsert: upsert.into_iter().collect(), remove: remove.into_iter().collect() }
    }
}

/// The response to [`SetDepartmentAgents`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SetDepartmentAgentsResponse {
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl SetDepartmentAgentsResponse {
    /// The response.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl Endpoint for SetDepartmentAgents {
    type Response = SetDepartmentAgentsResponse;
    const META: Meta = Meta::post(Route::new("/api/v1/livechat/department/{_id}/agents"))
        .any_permission(&["manage-livechat-departments", "add-livechat-department-agents"])
        .idempotent();
}
