use std::fmt;

use fieldwork::Fieldwork;
use macro_rules_attribute::apply;
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, MapAccess, Visitor, value::MapAccessDeserializer},
};
use serde_json::Value;

use crate::{
    id::{ContactId, UserId, VisitorId},
    model::{LastChat, RoomSource, RoomSourceType, VisitorEmail, VisitorPhone},
    time::Timestamp,
    wire::{
        FromText, JsonObject, OtherFields, derived::derived, null_as_default, object, open_record::open_record,
        optional_list, text_or_default, text_or_object,
    },
};

/// A person in the workspace's address book, with one visitor per channel.
#[apply(derived)]
#[derive(Clone, Debug, PartialEq, Fieldwork)]
#[serde(remote = "Contact", rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[non_exhaustive]
pub struct Contact {
    /// The contact's id.
    #[serde(rename = "_id")]
    #[field = false]
    pub id: ContactId,
    /// The display name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// When it was created.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Timestamp>,
    /// E-mail addresses. Servers 6.11 to 6.13 keep them as texts, which is read too.
    #[serde(default, deserialize_with = "optional_list", skip_serializing_if = "Option::is_none")]
    pub emails: Option<Vec<VisitorEmail>>,
    /// Phone numbers. Servers 6.11 to 6.13 keep them as texts, which is read too.
    #[serde(default, deserialize_with = "optional_list", skip_serializing_if = "Option::is_none")]
    pub phones: Option<Vec<VisitorPhone>>,
    /// The contact manager.
    #[serde(default, deserialize_with = "text_or_object", skip_serializing_if = "Option::is_none")]
    pub contact_manager: Option<ContactOwner>,
    /// Whether the contact is unknown: no user has saved it yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub unknown: Option<bool>,
    /// Values that visitors gave and that conflict with the contact's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conflicting_fields: Option<Vec<ContactConflict>>,
    /// Custom fields.
    #[serde(default, deserialize_with = "object", skip_serializing_if = "Option::is_none")]
    pub custom_fields: Option<JsonObject>,
    /// The channels that the contact wrote on.
    #[serde(default, deserialize_with = "null_as_default")]
    pub channels: Vec<ContactChannel>,
    /// The last conversation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_chat: Option<LastChat>,
    /// The months in which an agent responded, as `YYYY-MM`.
    #[serde(default, deserialize_with = "optional_list", skip_serializing_if = "Option::is_none")]
    pub activity: Option<Vec<String>>,
    /// Whether the contact was saved before it first wrote.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub pre_registration: Option<bool>,
    /// Whether the contact is there: `false` for one that was deleted, of whom nothing personal is left.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub enabled: Option<bool>,
    /// When the record was last written.
    #[serde(rename = "_updatedAt", skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Timestamp>,
    /// What else the record has: apps and newer servers add keys of their own.
    #[serde(flatten, skip_deserializing)]
    #[field = false]
    pub other: OtherFields,
}

open_record!(Contact);

impl Contact {
    /// A contact without channels, with nothing else set.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    #[must_use]
    pub fn new(id: impl Into<ContactId>) -> Self {
        Self {
            id: id.into(),
            name: None,
            created_at: None,
            emails: None,
            phones: None,
            contact_manager: None,
            unknown: None,
            conflicting_fields: None,
            custom_fields: None,
            channels: Vec::new(),
            last_chat: None,
            activity: None,
            pre_registration: None,
            enabled: None,
            updated_at: None,
            other: OtherFields::default(),
        }
    }
}

/// A contact manager: an id alone, or with the user's names in search results.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ContactOwner {
    /// The user.
    pub id: UserId,
    /// The names, where the server sends them.
    pub names: Option<ContactOwnerNames>,
}

/// The names of a contact manager.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ContactOwnerNames {
    /// The display name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The user name, to log in with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
}

impl<T: Into<UserId>> From<T> for ContactOwner {
    fn from(id: T) -> Self {
        Self { id: id.into(), names: None }
    }
}

#[derive(Serialize, Deserialize)]
struct WithNames {
    #[serde(rename = "_id")]
    id: UserId,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    username: Option<String>,
}

impl Serialize for ContactOwner {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.names {
            None => self.id.serialize(serializer),
            Some(ContactOwnerNames { name, username }) => {
                WithNames { id: self.id.clone(), name: name.clone(), username: username.clone() }.serialize(serializer)
            }
        }
    }
}

impl<'de> Deserialize<'de> for ContactOwner {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OwnerVisitor;

        impl<'de> Visitor<'de> for OwnerVisitor {
            type Value = ContactOwner;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a user's id, alone or with the names")
            }

            fn visit_str<E: de::Error>(self, id: &str) -> Result<ContactOwner, E> {
                Ok(id.into())
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<ContactOwner, A::Error> {
                let WithNames { id, name, username } = WithNames::deserialize(MapAccessDeserializer::new(map))?;
                Ok(ContactOwner { id, names: Some(ContactOwnerNames { name, username }) })
            }
        }

        deserializer.deserialize_any(OwnerVisitor)
    }
}

impl FromText for ContactOwner {
    fn from_text(id: &str) -> Option<Self> {
        Some(id.into())
    }
}

/// A value that a visitor gave and that conflicts with the contact's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ContactConflict {
    /// The field's name.
    pub field: String,
    /// The value that was given: a text, or whatever else a custom field was set to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
}

impl ContactConflict {
    /// This value for this field.
    #[must_use]
    pub fn new(field: impl Into<String>, value: impl Into<Value>) -> Self {
        Self { field: field.into(), value: Some(value.into()) }
    }
}

/// A channel that a contact wrote on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[non_exhaustive]
pub struct ContactChannel {
    /// The channel's name, such as `widget`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Whether the contact is verified.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub verified: Option<bool>,
    /// The visitor on this channel.
    #[field = false]
    pub visitor: ContactChannelVisitor,
    /// Whether the contact is blocked on this channel.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub blocked: Option<bool>,
    /// The field that the contact was verified by, such as `email`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Its value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// When the contact was verified.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verified_at: Option<Timestamp>,
    /// Details of the channel.
    #[serde(default, deserialize_with = "text_or_object", skip_serializing_if = "Option::is_none")]
    pub details: Option<RoomSource>,
    /// The last conversation there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_chat: Option<LastChat>,
}

impl ContactChannel {
    /// The channel of this visitor, with nothing else set.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    #[must_use]
    pub fn new(visitor: ContactChannelVisitor) -> Self {
        Self {
            name: None,
            verified: None,
            visitor,
            blocked: None,
            field: None,
            value: None,
            verified_at: None,
            details: None,
            last_chat: None,
        }
    }
}

/// What tells a channel of a contact from all others: a visitor, and where the visitor writes from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ContactChannelRef {
    /// The visitor.
    pub visitor_id: VisitorId,
    /// The source of the visitor's rooms.
    pub source: ContactChannelSource,
}

impl ContactChannelRef {
    /// The channel on which this visitor writes from sources of this type.
    #[must_use]
    pub fn new(visitor_id: impl Into<VisitorId>, source_type: RoomSourceType) -> Self {
        Self { visitor_id: visitor_id.into(), source: ContactChannelSource { source_type, id: None } }
    }
}

/// The source of the rooms of a channel.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ContactChannelSource {
    /// The type.
    #[serde(rename = "type")]
    pub source_type: RoomSourceType,
    /// The app or the inbox, if the type has several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
}

/// The visitor that a contact is on a channel.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ContactChannelVisitor {
    /// The visitor.
    pub visitor_id: VisitorId,
    /// The channel.
    #[serde(default, deserialize_with = "text_or_default")]
    pub source: RoomSource,
}

impl ContactChannelVisitor {
    /// This visitor on this channel.
    #[must_use]
    pub fn new(visitor_id: impl Into<VisitorId>, source: RoomSource) -> Self {
        Self { visitor_id: visitor_id.into(), source }
    }
}
