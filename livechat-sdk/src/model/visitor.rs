use fieldwork::Fieldwork;
use macro_rules_attribute::apply;
use serde::{Deserialize, Serialize};

use crate::{
    id::{DepartmentId, RoomId, UserId, VisitorId},
    open_enum::open_enum,
    secret::VisitorToken,
    time::Timestamp,
    wire::{
        FromText, JsonObject, OtherFields, derived::derived, list, null_as_default, object, open_record::open_record,
    },
};

/// A visitor: a person who writes to the workspace over livechat.
///
/// Only the id is guaranteed: servers return whole records, and older ones store less.
#[apply(derived)]
#[derive(Clone, Debug, PartialEq, Fieldwork)]
#[serde(remote = "Visitor", rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[non_exhaustive]
pub struct Visitor {
    /// The visitor's id, which the server chose.
    #[serde(rename = "_id")]
    #[field = false]
    pub id: VisitorId,
    /// A unique name such as `guest-7`. Missing on records of removed visitors.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// The presence, as last reported.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<VisitorStatus>,
    /// When the record was created. Missing on records of servers before 1.0.
    #[serde(rename = "ts", skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Timestamp>,
    /// When the record was last written.
    #[serde(rename = "_updatedAt", skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Timestamp>,
    /// The visitor's token. `visitors.info` leaves it out since 8.5.0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<VisitorToken>,
    /// Phone numbers.
    #[serde(rename = "phone", default, deserialize_with = "list", skip_serializing_if = "Vec::is_empty")]
    pub phones: Vec<VisitorPhone>,
    /// E-mail addresses.
    #[serde(rename = "visitorEmails", default, deserialize_with = "list", skip_serializing_if = "Vec::is_empty")]
    pub emails: Vec<VisitorEmail>,
    /// The display name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The department that the visitor asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub department: Option<DepartmentId>,
    /// Custom fields of scope `visitor`, by key. Values written over this API are strings.
    #[serde(default, deserialize_with = "object", skip_serializing_if = "Option::is_none")]
    pub livechat_data: Option<JsonObject>,
    /// The room opened last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_chat: Option<LastChat>,
    /// The agent who served last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_agent: Option<Box<LastAgent>>,
    /// The browser; stored only where the workspace collects it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_agent: Option<String>,
    /// The address; stored only where the workspace collects it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ip: Option<String>,
    /// The site; stored only where the workspace collects it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    /// The contact manager.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_manager: Option<Box<ContactManager>>,
    /// The months, as `YYYY-MM`, in which agents responded.
    #[serde(default, deserialize_with = "list", skip_serializing_if = "Vec::is_empty")]
    pub activity: Vec<String>,
    /// The visitor's ids in other systems (servers from 8.4).
    #[serde(default, deserialize_with = "null_as_default", skip_serializing_if = "Vec::is_empty")]
    pub external_ids: Vec<ExternalId>,
    /// True once the visitor was removed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub disabled: Option<bool>,
    /// What else the record has: apps and newer servers add keys of their own.
    #[serde(flatten, skip_deserializing)]
    #[field = false]
    pub other: OtherFields,
}

open_record!(Visitor);

impl Visitor {
    /// A visitor with only its id set.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    #[must_use]
    pub fn new(id: impl Into<VisitorId>) -> Self {
        Self {
            id: id.into(),
            username: None,
            status: None,
            created_at: None,
            updated_at: None,
            token: None,
            phones: Vec::new(),
            emails: Vec::new(),
            name: None,
            department: None,
            livechat_data: None,
            last_chat: None,
            last_agent: None,
            user_agent: None,
            ip: None,
            host: None,
            contact_manager: None,
            activity: Vec::new(),
            external_ids: Vec::new(),
            disabled: None,
            other: OtherFields::default(),
        }
    }
}

open_enum! {
    /// A visitor's presence. The server takes any text, so any text can come back.
    VisitorStatus {
        /// Online.
        Online = "online",
        /// Away from the keyboard.
        Away = "away",
        /// Busy.
        Busy = "busy",
        /// Offline.
        Offline = "offline",
        /// Presence is switched off in the workspace.
        Disabled = "disabled",
    }
}

/// A visitor's phone number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct VisitorPhone {
    /// The number as it was given; the server does not check it.
    pub phone_number: String,
}

impl VisitorPhone {
    /// This number.
    #[must_use]
    pub fn new(phone_number: impl Into<String>) -> Self {
        Self { phone_number: phone_number.into() }
    }
}

impl FromText for VisitorPhone {
    fn from_text(text: &str) -> Option<Self> {
        Some(Self::new(text))
    }
}

/// A visitor's e-mail address.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct VisitorEmail {
    /// The address, trimmed and in lower case.
    pub address: String,
}

impl VisitorEmail {
    /// This address.
    #[must_use]
    pub fn new(address: impl Into<String>) -> Self {
        Self { address: address.into() }
    }
}

impl FromText for VisitorEmail {
    fn from_text(text: &str) -> Option<Self> {
        Some(Self::new(text))
    }
}

/// The room that a visitor opened last.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct LastChat {
    /// The room.
    #[serde(rename = "_id")]
    pub id: RoomId,
    /// When it was opened.
    #[serde(rename = "ts", skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Timestamp>,
}

impl LastChat {
    /// This room, opened then.
    #[must_use]
    pub fn new(id: impl Into<RoomId>, created_at: Timestamp) -> Self {
        Self { id: id.into(), created_at: Some(created_at) }
    }
}

/// The agent who served a visitor last.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct LastAgent {
    /// The agent's user name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// The agent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent_id: Option<UserId>,
    /// When the agent was assigned.
    #[serde(rename = "ts", skip_serializing_if = "Option::is_none")]
    pub assigned_at: Option<Timestamp>,
}

impl LastAgent {
    /// This agent, assigned then.
    #[must_use]
    pub fn new(agent_id: impl Into<UserId>, username: impl Into<String>, assigned_at: Timestamp) -> Self {
        Self { username: Some(username.into()), agent_id: Some(agent_id.into()), assigned_at: Some(assigned_at) }
    }
}

/// A contact manager.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ContactManager {
    /// The agent.
    #[serde(rename = "_id", skip_serializing_if = "Option::is_none")]
    pub id: Option<UserId>,
    /// The agent's user name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// The agent's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The agent's e-mail addresses.
    #[serde(default, deserialize_with = "null_as_default", skip_serializing_if = "Vec::is_empty")]
    pub emails: Vec<super::UserEmail>,
}

impl ContactManager {
    /// The agent with this user name.
    #[must_use]
    pub fn new(username: impl Into<String>) -> Self {
        Self { id: None, username: Some(username.into()), name: None, emails: Vec::new() }
    }
}

/// A visitor's id in another system.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ExternalId {
    /// The omnichannel app that wrote it.
    pub app_id: String,
    /// The other system's id.
    pub entity_id: String,
    /// What else the app noted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<JsonObject>,
}
