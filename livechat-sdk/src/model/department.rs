use derive_setters::Setters;
use serde::{Deserialize, Serialize};

use crate::{id::DepartmentId, wire::null_as_default};

/// A department: a group of agents that visitors can ask for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Setters)]
#[serde(rename_all = "camelCase")]
#[setters(into, strip_option)]
#[non_exhaustive]
pub struct Department {
    /// The department's id.
    #[serde(rename = "_id")]
    #[setters(skip)]
    pub id: DepartmentId,
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Whether it takes part in anything.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    /// Whether visitors may choose it when they register.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub show_on_registration: Option<bool>,
    /// Whether visitors may write to it while nobody is there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub show_on_offline_form: Option<bool>,
    /// Where mail for it goes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// How many agents it has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub num_agents: Option<u64>,
    /// What it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whether a conversation needs a tag before it is closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_tag_before_closing_chat: Option<bool>,
    /// The tags to choose from when a conversation is closed.
    #[serde(default, deserialize_with = "null_as_default", skip_serializing_if = "Vec::is_empty")]
    pub chat_closing_tags: Vec<String>,
    /// The channel that is told of messages left while nobody was there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offline_message_channel_name: Option<String>,
    /// The business hours that it keeps.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub business_hour_id: Option<String>,
    /// The department that stands in when nobody is there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fallback_forward_department: Option<String>,
    /// The departments that its conversations may be handed on to.
    #[serde(default, deserialize_with = "null_as_default", skip_serializing_if = "Vec::is_empty")]
    pub departments_allowed_to_forward: Vec<DepartmentId>,
    /// Whether it was put away.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub archived: Option<bool>,
    /// How many conversations each of its agents may have at a time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_number_simultaneous_chat: Option<u64>,
    /// The unit that it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent_id: Option<String>,
    /// The units above it.
    #[serde(default, deserialize_with = "null_as_default", skip_serializing_if = "Vec::is_empty")]
    pub ancestors: Vec<String>,
    /// Whether conversations may be handed on to it while nobody is there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow_receive_forward_offline: Option<bool>,
}

impl Department {
    /// A department that is enabled.
    #[must_use]
    pub fn new(id: impl Into<DepartmentId>, name: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            name: Some(name.into()),
            enabled: Some(true),
            show_on_registration: None,
            show_on_offline_form: None,
            email: None,
            num_agents: None,
            description: None,
            request_tag_before_closing_chat: None,
            chat_closing_tags: Vec::new(),
            offline_message_channel_name: None,
            business_hour_id: None,
            fallback_forward_department: None,
            departments_allowed_to_forward: Vec::new(),
            archived: None,
            max_number_simultaneous_chat: None,
            parent_id: None,
            ancestors: Vec::new(),
            allow_receive_forward_offline: None,
        }
    }
}
