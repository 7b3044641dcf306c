use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    id::{DepartmentAgentId, DepartmentId, UserId},
    time::Timestamp,
};

/// An agent's membership of a department.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[non_exhaustive]
pub struct DepartmentAgent {
    /// The record's id.
    #[serde(rename = "_id", skip_serializing_if = "Option::is_none")]
    pub id: Option<DepartmentAgentId>,
    /// The agent.
    #[field = false]
    pub agent_id: UserId,
    /// The agent's user name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// The department.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub department_id: Option<DepartmentId>,
    /// Whether the department is enabled.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub department_enabled: Option<bool>,
    /// The department's name, where an agent's departments are listed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub department_name: Option<String>,
    /// How many conversations the agent was assigned in the department: the agent with the lowest count gets the next
    /// one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub count: Option<i64>,
    /// The order among agents of the same count: the lowest number comes first.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub order: Option<i64>,
    /// When the record was last written.
    #[serde(rename = "_updatedAt", skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Timestamp>,
}

impl DepartmentAgent {
    /// The membership of this agent, with nothing else set.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    #[must_use]
    pub fn new(agent_id: impl Into<UserId>) -> Self {
        Self {
            id: None,
            agent_id: agent_id.into(),
            username: None,
            department_id: None,
            department_enabled: None,
            department_name: None,
            count: None,
            order: None,
            updated_at: None,
        }
    }
}

/// An agent of a department that is created or updated.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[non_exhaustive]
pub struct DepartmentAgentData {
    /// The agent.
    #[field = false]
    pub agent_id: UserId,
    /// The count to start with; 0 if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub count: Option<i64>,
    /// The order among agents of the same count: the lowest number comes first; 0 by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub order: Option<i64>,
}

impl DepartmentAgentData {
    /// This agent.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    #[must_use]
    pub fn new(agent_id: impl Into<UserId>) -> Self {
        Self { agent_id: agent_id.into(), count: None, order: None }
    }
}

/// An agent to put into a department, or to take out of one: servers want the user name beside the id.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[non_exhaustive]
pub struct DepartmentAgentChange {
    /// The agent.
    #[field = false]
    pub agent_id: UserId,
    /// The agent's user name.
    #[field = false]
    pub username: String,
    /// The count to start with; 0 if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub count: Option<i64>,
    /// The order among agents of the same count: the lowest number comes first; 0 by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub order: Option<i64>,
}

impl DepartmentAgentChange {
    /// This agent, by id and user name.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    #[must_use]
    pub fn new(agent_id: impl Into<UserId>, username: impl Into<String>) -> Self {
        Self { agent_id: agent_id.into(), username: username.into(), count: None, order: None }
    }
}
