use serde::{Deserialize, Serialize};

use crate::{time::Timestamp, wire::text};

/// What a visitor left for later, while no agent was online.
///
/// It belongs to no room and to no visitor of the workspace. The server does not say for which department it was.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct OfflineMessage {
    /// When it was sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sent_at: Option<Timestamp>,
    /// Who sent it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visitor: Option<OfflineVisitor>,
    /// The text.
    #[serde(default, deserialize_with = "text")]
    pub message: String,
}

impl OfflineMessage {
    /// A message with this text, sent by this visitor at this time.
    #[must_use]
    pub fn new(visitor: OfflineVisitor, message: impl Into<String>, sent_at: Timestamp) -> Self {
        Self { sent_at: Some(sent_at), visitor: Some(visitor), message: message.into() }
    }
}

/// Who left a message, in their own words.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct OfflineVisitor {
    /// The name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The e-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

impl OfflineVisitor {
    /// A visitor with this name and this e-mail address.
    #[must_use]
    pub fn new(name: impl Into<String>, email: impl Into<String>) -> Self {
        Self { name: Some(name.into()), email: Some(email.into()) }
    }
}
