use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    id::{DepartmentId, UserId},
    wire::{Acknowledged, JsonObject},
};

/// Replaces an agent's data and departments.
///
/// | | |
/// | --- | --- |
/// | Operation | `POST /api/v1/livechat/agents.saveInfo` |
/// | Login | permission `manage-livechat-agents` |
/// | Since | 7.11.0 |
/// | Documented | published OpenAPI “Update Agent Info” |
///
/// The documentation does not say which data can be changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct SaveAgentInfo {
    /// The agent.
    #[field = false]
    pub agent_id: UserId,
    /// The data to change, by name.
    pub agent_data: JsonObject,
    /// The agent's new departments, in place of the old ones.
    #[field = false]
    pub agent_departments: Vec<DepartmentId>,
}

impl SaveAgentInfo {
    /// Sets the departments of this agent.
    pub fn new(agent_id: impl Into<UserId>, agent_departments: impl Into<Vec<DepartmentId>>) -> Self {
        Self { agent_id: agent_id.into(), agent_data: JsonObject::new(), agent_departments: agent_departments.into() }
    }
}

impl Endpoint for SaveAgentInfo {
    type Response = Acknowledged;
    const META: Meta = Meta::post(Route::new("/api/v1/livechat/agents.saveInfo"))
        .permissions(&["manage-livechat-agents"])
        .since("7.11.0");
}
