use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{UserEmail, UserStatus};
use crate::{
    id::UserId,
    wire::{JsonObject, null_as_default, object},
};

/// An agent, as far as the workspace shows it to visitors.
///
/// If the workspace hides its agents, nothing else is set: see [`is_hidden`](Self::is_hidden).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[non_exhaustive]
pub struct AgentInfo {
    /// The agent.
    #[serde(rename = "_id", skip_serializing_if = "Option::is_none")]
    pub id: Option<UserId>,
    /// The agent's id, under the name that some responses use.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent_id: Option<UserId>,
    /// The user name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// The display name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The presence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<UserStatus>,
    /// E-mail addresses; only where the workspace shows them.
    #[serde(default, deserialize_with = "null_as_default", skip_serializing_if = "Vec::is_empty")]
    pub emails: Vec<UserEmail>,
    /// Phone numbers, in a format that differs between versions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<Value>,
    /// Limits of the agent. `maxNumberSimultaneousChat` is a number, or a text that is one.
    #[serde(default, deserialize_with = "object", skip_serializing_if = "Option::is_none")]
    pub livechat: Option<JsonObject>,
    /// Custom fields of the user.
    #[serde(default, deserialize_with = "object", skip_serializing_if = "Option::is_none")]
    pub custom_fields: Option<JsonObject>,
    /// True where the workspace hides its agents.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub hidden_info: Option<bool>,
}

impl AgentInfo {
    /// An agent of whom this is known.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    #[must_use]
    pub fn new(id: impl Into<UserId>, username: impl Into<String>) -> Self {
        Self { id: Some(id.into()), username: Some(username.into()), ..Self::default() }
    }

    /// The response of a workspace that hides its agents.
    #[must_use]
    pub fn hidden() -> Self {
        Self { hidden_info: Some(true), ..Self::default() }
    }

    /// Whether the workspace hides its agents from visitors.
    #[must_use]
    pub fn is_hidden(&self) -> bool {
        self.hidden_info == Some(true)
    }

    /// The agent's id, under either name.
    #[must_use]
    pub fn user_id(&self) -> Option<&UserId> {
        self.id.as_ref().or(self.agent_id.as_ref())
    }
}
