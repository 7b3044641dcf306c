use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{UserEmail, UserStatus};
use crate::{
    id::{DepartmentId, UserId},
    open_enum::open_enum,
    wire::{JsonObject, null_as_default, object},
};

/// A user of the workspace who serves visitors or manages agents.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[non_exhaustive]
pub struct Agent {
    /// The user's id.
    #[serde(rename = "_id")]
    #[field = false]
    pub id: UserId,
    /// The user name, to log in with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// The display name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The presence that other users see.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<UserStatus>,
    /// Whether the agent accepts conversations.
    #[serde(rename = "statusLivechat", skip_serializing_if = "Option::is_none")]
    pub livechat_status: Option<AgentStatus>,
    /// E-mail addresses.
    #[serde(default, deserialize_with = "null_as_default", skip_serializing_if = "Vec::is_empty")]
    pub emails: Vec<UserEmail>,
    /// The agent's own limits, as servers store them: [`max_chats`](Self::max_chats) reads them.
    #[serde(default, deserialize_with = "object", skip_serializing_if = "Option::is_none")]
    pub livechat: Option<JsonObject>,
    /// The departments that the agent is in; only in lists of users.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub departments: Option<Vec<DepartmentId>>,
    /// Phone numbers, in a format that differs between versions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<Value>,
    /// Custom fields of users, by key.
    #[serde(default, deserialize_with = "object", skip_serializing_if = "Option::is_none")]
    pub custom_fields: Option<JsonObject>,
}

impl Agent {
    /// An agent with only its id set.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    #[must_use]
    pub fn new(id: impl Into<UserId>) -> Self {
        Self {
            id: id.into(),
            username: None,
            name: None,
            status: None,
            livechat_status: None,
            emails: Vec::new(),
            livechat: None,
            departments: None,
            phone: None,
            custom_fields: None,
        }
    }

    /// The maximum number of simultaneous conversations, if this agent has a limit.
    ///
    /// It is read from a number or a text; the documentation has an empty text where there is no limit.
    #[must_use]
    pub fn max_chats(&self) -> Option<u64> {
        match self.livechat.as_ref()?.get("maxNumberSimultaneousChat")? {
            Value::String(text) => text.trim().parse().ok(),
            limit => limit.as_u64(),
        }
    }
}

open_enum! {
    /// Whether an agent accepts conversations.
    AgentStatus {
        /// The agent accepts conversations.
        Available = "available",
        /// The agent does not accept conversations.
        NotAvailable = "not-available",
    }

    /// A user's role in the livechat.
    UserType {
        /// An agent, who serves visitors.
        Agent = "agent",
        /// A manager of agents.
        Manager = "manager",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_limit_is_read_in_all_its_forms() {
        for (kept, limit) in [
            (json!({"maxNumberSimultaneousChat": 3}), Some(3)),
            (json!({"maxNumberSimultaneousChat": "3"}), Some(3)),
            (json!({"maxNumberSimultaneousChat": ""}), None),
            (json!({}), None),
            (json!(null), None),
        ] {
            let agent: Agent = serde_json::from_value(json!({"_id": "u", "livechat": kept})).unwrap();
            assert_eq!(agent.max_chats(), limit, "{kept}");
        }
    }
}
