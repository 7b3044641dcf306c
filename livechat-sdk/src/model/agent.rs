use derive_setters::Setters;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{UserEmail, UserStatus};
use crate::{
    id::{DepartmentId, UserId},
    open_enum::open_enum,
    wire::{JsonObject, null_as_default},
};

/// A user of the workspace who answers visitors, or manages those who do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Setters)]
#[serde(rename_all = "camelCase")]
#[setters(into, strip_option)]
#[non_exhaustive]
pub struct Agent {
    /// The user's id.
    #[serde(rename = "_id")]
    #[setters(skip)]
    pub id: UserId,
    /// The name to log in with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// The name to show.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The presence that others see.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<UserStatus>,
    /// Whether visitors may be given to the agent.
    #[serde(rename = "statusLivechat", skip_serializing_if = "Option::is_none")]
    pub livechat_status: Option<AgentStatus>,
    /// E-mail addresses.
    #[serde(default, deserialize_with = "null_as_default", skip_serializing_if = "Vec::is_empty")]
    pub emails: Vec<UserEmail>,
    /// The agent's own limits, as servers keep them: [`max_chats`](Self::max_chats) reads them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub livechat: Option<JsonObject>,
    /// The departments that the agent is in; only in lists of users.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub departments: Option<Vec<DepartmentId>>,
    /// Phone numbers, of a shape that differs from version to version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<Value>,
    /// Custom fields of users, by key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_fields: Option<JsonObject>,
}

impl Agent {
    /// An agent of whom only the id is known.
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

    /// How many conversations the agent may have at a time, where there is a limit for this agent.
    ///
    /// It is taken from a number and from a text; the documentation has an empty text where there is none.
    #[must_use]
    pub fn max_chats(&self) -> Option<u64> {
        match self.livechat.as_ref()?.get("maxNumberSimultaneousChat")? {
            Value::String(text) => text.trim().parse().ok(),
            limit => limit.as_u64(),
        }
    }
}

open_enum! {
    /// Whether visitors may be given to an agent.
    AgentStatus {
        /// They may.
        Available = "available",
        /// They may not.
        NotAvailable = "not-available",
    }

    /// What a user of the workspace is to visitors.
    UserType {
        /// Somebody who answers them.
        Agent = "agent",
        /// Somebody who manages agents.
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
