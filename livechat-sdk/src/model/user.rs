use fieldwork::Fieldwork;
use macro_rules_attribute::apply;
use serde::{Deserialize, Serialize};

use super::AgentStatus;
use crate::{
    id::{BusinessHourId, UserId},
    open_enum::open_enum,
    wire::{
        JsonObject, OtherFields, derived::derived, null_as_default, number, object, open_record::open_record,
        optional_list,
    },
};

/// A user of the workspace: an agent, a manager, an administrator or a bot.
#[apply(derived)]
#[derive(Clone, Debug, PartialEq, Fieldwork)]
#[serde(remote = "User", rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[non_exhaustive]
pub struct User {
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
    /// E-mail addresses.
    #[serde(default, deserialize_with = "null_as_default", skip_serializing_if = "Vec::is_empty")]
    pub emails: Vec<UserEmail>,
    /// The presence that other users see.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<UserStatus>,
    /// The presence as the connection reports it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_connection: Option<UserStatus>,
    /// The roles, such as `livechat-agent`.
    #[serde(default, deserialize_with = "null_as_default", skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<String>,
    /// Whether the account may log in.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub active: Option<bool>,
    /// The distance from UTC, in hours.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub utc_offset: Option<f64>,
    /// Whether an agent takes conversations.
    #[serde(rename = "statusLivechat", skip_serializing_if = "Option::is_none")]
    pub livechat_status: Option<AgentStatus>,
    /// The business hours of an agent that are open now.
    #[serde(default, deserialize_with = "optional_list", skip_serializing_if = "Option::is_none")]
    pub open_business_hours: Option<Vec<BusinessHourId>>,
    /// Preferences, in a format that differs between versions.
    #[serde(default, deserialize_with = "object", skip_serializing_if = "Option::is_none")]
    pub settings: Option<JsonObject>,
    /// Where the picture is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub avatar_url: Option<String>,
    /// The first verified e-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// What else the record has: apps and newer servers add keys of their own.
    #[serde(flatten, skip_deserializing)]
    #[field = false]
    pub other: OtherFields,
}

open_record!(User);

impl User {
    /// A user with only its id set.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    #[must_use]
    pub fn new(id: impl Into<UserId>) -> Self {
        Self {
            id: id.into(),
            username: None,
            name: None,
            emails: Vec::new(),
            status: None,
            status_connection: None,
            roles: Vec::new(),
            active: None,
            utc_offset: None,
            livechat_status: None,
            open_business_hours: None,
            settings: None,
            avatar_url: None,
            email: None,
            other: OtherFields::default(),
        }
    }
}

/// A user's e-mail address.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UserEmail {
    /// The address.
    pub address: String,
    /// Whether its owner confirmed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verified: Option<bool>,
}

impl UserEmail {
    /// This address, confirmed.
    #[must_use]
    pub fn verified(address: impl Into<String>) -> Self {
        Self { address: address.into(), verified: Some(true) }
    }
}

open_enum! {
    /// A user's presence.
    UserStatus {
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

/// A user, by id and user name.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UserSummary {
    /// The user.
    #[serde(rename = "_id", skip_serializing_if = "Option::is_none")]
    pub id: Option<UserId>,
    /// The user name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
}

impl UserSummary {
    /// The user with this id and user name.
    #[must_use]
    pub fn new(id: impl Into<UserId>, username: impl Into<String>) -> Self {
        Self { id: Some(id.into()), username: Some(username.into()) }
    }
}
