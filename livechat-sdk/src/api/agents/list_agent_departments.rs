use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    id::{DepartmentId, UserId},
    time::Timestamp,
    wire::{Success, null_as_default},
};

/// Lists the departments that an agent is in.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/livechat/agents/{agentId}/departments` |
/// | Login | permission `view-l-room` |
/// | Documented | published OpenAPI “Get Agent Departments” |
///
/// An unknown agent has no departments.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct ListAgentDepartments {
    /// The agent.
    #[field = false]
    pub agent_id: UserId,
    /// Only departments that are enabled.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub enabled_departments_only: Option<bool>,
}

impl ListAgentDepartments {
    /// Lists the departments of this agent.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new(agent_id: impl Into<UserId>) -> Self {
        Self { agent_id: agent_id.into(), enabled_departments_only: None }
    }
}

/// The response to [`ListAgentDepartments`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ListAgentDepartmentsResponse {
    /// The departments.
    #[serde(default, deserialize_with = "null_as_default")]
    pub departments: Vec<AgentDepartment>,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl ListAgentDepartmentsResponse {
    /// The response with these departments.
    #[must_use]
    pub fn new(departments: Vec<AgentDepartment>) -> Self {
        Self { departments, success: Success }
    }
}

/// A department that an agent is in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[non_exhaustive]
pub struct AgentDepartment {
    /// The record's id, which is neither the agent's nor the department's.
    #[serde(rename = "_id")]
    #[field = false]
    pub id: String,
    /// The agent.
    #[field = false]
    pub agent_id: UserId,
    /// The department.
    #[field = false]
    pub department_id: DepartmentId,
    /// The agent's user name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// The department's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub department_name: Option<String>,
    /// Whether the department is enabled.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub department_enabled: Option<bool>,
    /// How many conversations the agent was given for this department.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub count: Option<i64>,
    /// The agent's place among the department's; smaller ones are given conversations first.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub order: Option<i64>,
    /// When the record was last written.
    #[serde(rename = "_updatedAt", skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Timestamp>,
}

impl AgentDepartment {
    /// This agent in this department.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    #[must_use]
    pub fn new(id: impl Into<String>, agent_id: impl Into<UserId>, department_id: impl Into<DepartmentId>) -> Self {
        Self {
            id: id.into(),
            agent_id: agent_id.into(),
            department_id: department_id.into(),
            username: None,
            department_name: None,
            department_enabled: None,
            count: None,
            order: None,
            updated_at: None,
        }
    }
}

impl Endpoint for ListAgentDepartments {
    type Response = ListAgentDepartmentsResponse;
    const META: Meta =
        Meta::get(Route::new("/api/v1/livechat/agents/{agentId}/departments")).permissions(&["view-l-room"]);
}
