use fieldwork::Fieldwork;
use macro_rules_attribute::apply;
use serde::{Deserialize, Serialize};

use crate::{
    id::{BusinessHourId, DepartmentId, UnitId},
    time::Timestamp,
    wire::{OtherFields, derived::derived, number, open_record::open_record, optional_list},
};

/// A department: a group of agents that visitors can ask for.
#[apply(derived)]
#[derive(Clone, Debug, PartialEq, Fieldwork)]
#[serde(remote = "Department", rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[non_exhaustive]
pub struct Department {
    /// The department's id.
    #[serde(rename = "_id")]
    #[field = false]
    pub id: DepartmentId,
    /// The name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Whether the department is enabled.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub enabled: Option<bool>,
    /// Whether visitors may choose it when they register.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub show_on_registration: Option<bool>,
    /// Whether visitors may send it messages while no agent is available.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub show_on_offline_form: Option<bool>,
    /// The department's e-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The number of agents.
    #[serde(rename = "numAgents", skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub agent_count: Option<u64>,
    /// The description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whether a conversation needs a tag before it is closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub request_tag_before_closing_chat: Option<bool>,
    /// The tags to choose from when a conversation is closed.
    #[serde(default, deserialize_with = "optional_list", skip_serializing_if = "Option::is_none")]
    pub chat_closing_tags: Option<Vec<String>>,
    /// The channel that offline messages are posted to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offline_message_channel_name: Option<String>,
    /// The business hours that it keeps.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub business_hour_id: Option<BusinessHourId>,
    /// The fallback department, used when no agent is available.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fallback_forward_department: Option<String>,
    /// The departments that its conversations may be forwarded to.
    #[serde(default, deserialize_with = "optional_list", skip_serializing_if = "Option::is_none")]
    pub departments_allowed_to_forward: Option<Vec<DepartmentId>>,
    /// Whether it is archived.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub archived: Option<bool>,
    /// The maximum number of simultaneous conversations per agent. Servers keep what the form was given: it may be negative,
    /// or have a fraction.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub max_number_simultaneous_chat: Option<f64>,
    /// The unit that it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent_id: Option<UnitId>,
    /// The units above it.
    #[serde(default, deserialize_with = "optional_list", skip_serializing_if = "Option::is_none")]
    pub ancestors: Option<Vec<UnitId>>,
    /// Whether conversations may be forwarded to it while no agent is available.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub allow_receive_forward_offline: Option<bool>,
    /// The message when a conversation is closed because the visitor left.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub abandoned_rooms_close_custom_message: Option<String>,
    /// The message for visitors in the queue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waiting_queue_message: Option<String>,
    /// How long a visitor may be silent before the conversation counts as left, in seconds.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub visitor_inactivity_timeout_in_seconds: Option<f64>,
    /// The type of record: `d`.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub department_type: Option<String>,
    /// When the record was last written.
    #[serde(rename = "_updatedAt", skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Timestamp>,
    /// What else the record has: servers keep keys that they do not know.
    #[serde(flatten, skip_deserializing)]
    #[field = false]
    pub other: OtherFields,
}

open_record!(Department);

impl Department {
    /// A department that is enabled.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    #[must_use]
    pub fn new(id: impl Into<DepartmentId>, name: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            name: Some(name.into()),
            enabled: Some(true),
            show_on_registration: None,
            show_on_offline_form: None,
            email: None,
            agent_count: None,
            description: None,
            request_tag_before_closing_chat: None,
            chat_closing_tags: None,
            offline_message_channel_name: None,
            business_hour_id: None,
            fallback_forward_department: None,
            departments_allowed_to_forward: None,
            archived: None,
            max_number_simultaneous_chat: None,
            parent_id: None,
            ancestors: None,
            allow_receive_forward_offline: None,
            abandoned_rooms_close_custom_message: None,
            waiting_queue_message: None,
            visitor_inactivity_timeout_in_seconds: None,
            department_type: None,
            updated_at: None,
            other: OtherFields::default(),
        }
    }
}

/// The data of a department, complete, to create or update it.
#[apply(derived)]
#[derive(Clone, Debug, PartialEq, Fieldwork)]
#[serde(remote = "DepartmentData", rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[non_exhaustive]
pub struct DepartmentData {
    /// Whether the department is enabled.
    #[field(into = false)]
    pub enabled: bool,
    /// The name.
    #[field = false]
    pub name: String,
    /// The department's e-mail address.
    #[field = false]
    pub email: String,
    /// Whether visitors may choose it when they register.
    #[field(into = false)]
    pub show_on_registration: bool,
    /// Whether visitors may send it messages while no agent is available.
    #[field(into = false)]
    pub show_on_offline_form: bool,
    /// The description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whether a conversation needs a tag before it is closed; then there have to be
    /// [`chat_closing_tags`](Self::chat_closing_tags).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub request_tag_before_closing_chat: Option<bool>,
    /// The tags to choose from when a conversation is closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chat_closing_tags: Option<Vec<String>>,
    /// The channel that offline messages are posted to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offline_message_channel_name: Option<String>,
    /// The fallback department, used when no agent is available.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fallback_forward_department: Option<DepartmentId>,
    /// The departments that its conversations may be forwarded to; all, if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub departments_allowed_to_forward: Option<Vec<DepartmentId>>,
    /// The maximum number of simultaneous conversations per agent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub max_number_simultaneous_chat: Option<i64>,
    /// Whether conversations may be forwarded to it while no agent is available.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub allow_receive_forward_offline: Option<bool>,
    /// The message when a conversation is closed because the visitor left.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub abandoned_rooms_close_custom_message: Option<String>,
    /// The message for visitors in the queue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waiting_queue_message: Option<String>,
    /// How long a visitor may be silent before the conversation counts as left, in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub visitor_inactivity_timeout_in_seconds: Option<i64>,
    /// What else the record has: servers keep keys that they do not know.
    #[serde(flatten, skip_deserializing)]
    #[field = false]
    pub other: OtherFields,
}

open_record!(DepartmentData);

impl DepartmentData {
    /// A department of this name, with this address: enabled, and not shown to visitors unless it is said.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    #[must_use]
    pub fn new(name: impl Into<String>, email: impl Into<String>) -> Self {
        Self {
            enabled: true,
            name: name.into(),
            email: email.into(),
            show_on_registration: false,
            show_on_offline_form: false,
            description: None,
            request_tag_before_closing_chat: None,
            chat_closing_tags: None,
            offline_message_channel_name: None,
            fallback_forward_department: None,
            departments_allowed_to_forward: None,
            max_number_simultaneous_chat: None,
            allow_receive_forward_offline: None,
            abandoned_rooms_close_custom_message: None,
            waiting_queue_message: None,
            visitor_inactivity_timeout_in_seconds: None,
            other: OtherFields::default(),
        }
    }
}

/// The unit that a department belongs to (premium workspaces).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DepartmentUnit {
    /// The unit; none takes the department out of its unit.
    #[serde(rename = "_id", skip_serializing_if = "Option::is_none")]
    pub id: Option<UnitId>,
}

impl DepartmentUnit {
    /// Belongs to this unit.
    #[must_use]
    pub fn new(id: impl Into<UnitId>) -> Self {
        Self { id: Some(id.into()) }
    }

    /// Belongs to no unit.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }
}
