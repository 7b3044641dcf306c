//! What messages have besides their text, in types of its own.

use macro_rules_attribute::apply;

use crate::wire::{JsonObject, OtherFields, derived::derived, null_as_default, number, open_record::open_record};

/// A link in a message's text.
#[apply(derived)]
#[derive(Clone, Debug, PartialEq)]
#[serde(remote = "MessageUrl", rename_all = "camelCase")]
#[non_exhaustive]
pub struct MessageUrl {
    /// The address.
    pub url: String,
    /// What the server found there, by the names of the page's own tags.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meta: Option<JsonObject>,
    /// Whether the server does not look there, as for a message that is quoted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ignore_parse: Option<bool>,
    /// What else it has, such as the headers of the page.
    #[serde(flatten, skip_deserializing)]
    pub other: OtherFields,
}

open_record!(MessageUrl);

impl MessageUrl {
    /// A link to this address.
    #[must_use]
    pub fn new(url: impl Into<String>) -> Self {
        Self { url: url.into(), meta: None, ignore_parse: None, other: OtherFields::default() }
    }
}

/// A user who is named in a message's text.
#[apply(derived)]
#[derive(Clone, Debug, PartialEq)]
#[serde(remote = "Mention", rename_all = "camelCase")]
#[non_exhaustive]
pub struct Mention {
    /// The user, or `all` or `here`.
    #[serde(rename = "_id", skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The user name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// The display name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What else it has.
    #[serde(flatten, skip_deserializing)]
    pub other: OtherFields,
}

open_record!(Mention);

impl Mention {
    /// The user with this id and user name.
    #[must_use]
    pub fn new(id: impl Into<String>, username: impl Into<String>) -> Self {
        Self { id: Some(id.into()), username: Some(username.into()), name: None, other: OtherFields::default() }
    }
}

/// A channel that is named in a message's text.
#[apply(derived)]
#[derive(Clone, Debug, PartialEq)]
#[serde(remote = "MentionedChannel", rename_all = "camelCase")]
#[non_exhaustive]
pub struct MentionedChannel {
    /// The channel's id.
    #[serde(rename = "_id", skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The channel's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What else it has.
    #[serde(flatten, skip_deserializing)]
    pub other: OtherFields,
}

open_record!(MentionedChannel);

impl MentionedChannel {
    /// The channel with this id and name.
    #[must_use]
    pub fn new(id: impl Into<String>, name: impl Into<String>) -> Self {
        Self { id: Some(id.into()), name: Some(name.into()), other: OtherFields::default() }
    }
}

/// A file that was sent with a message. Its [`Attachment`](super::Attachment) says where it is.
#[apply(derived)]
#[derive(Clone, Debug, PartialEq)]
#[serde(remote = "MessageFile", rename_all = "camelCase")]
#[non_exhaustive]
pub struct MessageFile {
    /// The file's id.
    #[serde(rename = "_id", skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The media type, such as `image/png`.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub media_type: Option<String>,
    /// The size in bytes.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub size: Option<f64>,
    /// What else it has.
    #[serde(flatten, skip_deserializing)]
    pub other: OtherFields,
}

open_record!(MessageFile);

impl MessageFile {
    /// A file with this id, this name and this media type.
    #[must_use]
    pub fn new(id: impl Into<String>, name: impl Into<String>, media_type: impl Into<String>) -> Self {
        Self {
            id: Some(id.into()),
            name: Some(name.into()),
            media_type: Some(media_type.into()),
            size: None,
            other: OtherFields::default(),
        }
    }
}

/// Who reacted to a message with an emoji.
#[apply(derived)]
#[derive(Clone, Debug, Default, PartialEq)]
#[serde(remote = "MessageReaction", rename_all = "camelCase")]
#[non_exhaustive]
pub struct MessageReaction {
    /// The user names.
    #[serde(default, deserialize_with = "null_as_default")]
    pub usernames: Vec<String>,
    /// What else it has.
    #[serde(flatten, skip_deserializing)]
    pub other: OtherFields,
}

open_record!(MessageReaction);

impl MessageReaction {
    /// The reaction of users with these names.
    #[must_use]
    pub fn new(usernames: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { usernames: usernames.into_iter().map(Into::into).collect(), other: OtherFields::default() }
    }
}
