use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    id::{DepartmentId, MessageId, RoomId, UserId, VisitorId},
    model::{
        Attachment, ClosedBy, Closer, MessageAuthor, MessageFile, Navigation, ServedBy, VisitorEmail, VisitorPhone,
    },
    secret::{FileLink, VisitorToken},
    time::Timestamp,
    wire::{JsonObject, list, null_as_default, number, object, text},
};

/// A conversation, as events tell of it.
///
/// Servers leave out what they do not have, and each event has what it is about: who closed the conversation only
/// [once it is closed](super::Event::Closed).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[non_exhaustive]
pub struct Conversation {
    /// The room.
    #[serde(rename = "_id")]
    #[field = false]
    pub room_id: RoomId,
    /// The name to show: the contact's, or the visitor's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The topic.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    /// When it began.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Timestamp>,
    /// When the last message was written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_message_at: Option<Timestamp>,
    /// The tags.
    #[serde(default, deserialize_with = "list", skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Custom fields of scope `room`, by key.
    #[serde(default, deserialize_with = "object", skip_serializing_if = "Option::is_none")]
    pub custom_fields: Option<JsonObject>,
    /// The visitor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visitor: Option<Box<ConversationVisitor>>,
    /// The agent who serves it; missing while it waits in the queue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent: Option<Box<ConversationAgent>>,
    /// What a receiver last responded to an event of this conversation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub crm_data: Option<String>,
    /// The messages, oldest first: all that people wrote, that one which the event is about, or none.
    #[serde(default, deserialize_with = "null_as_default")]
    pub messages: Vec<ConversationMessage>,
    /// The department.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub department_id: Option<DepartmentId>,
    /// The agent who serves it, and since when; on events after an agent took it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub served_by: Option<ServedBy>,
    /// The agent who served it before a transfer to another agent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old_served_by: Option<ServedBy>,
    /// The department before a transfer to another department.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old_department_id: Option<DepartmentId>,
    /// When it was closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<Timestamp>,
    /// Who closed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_by: Option<ClosedBy>,
    /// The side that closed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closer: Option<Closer>,
}

impl Conversation {
    /// A conversation in this room.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    #[must_use]
    pub fn new(room_id: impl Into<RoomId>) -> Self {
        Self {
            room_id: room_id.into(),
            label: None,
            topic: None,
            created_at: None,
            last_message_at: None,
            tags: Vec::new(),
            custom_fields: None,
            visitor: None,
            agent: None,
            crm_data: None,
            messages: Vec::new(),
            department_id: None,
            served_by: None,
            old_served_by: None,
            old_department_id: None,
            closed_at: None,
            closed_by: None,
            closer: None,
        }
    }
}

/// The visitor of a conversation.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[non_exhaustive]
pub struct ConversationVisitor {
    /// The visitor's id. Empty in the body of [a test](crate::integrations::TestWebhook).
    #[serde(rename = "_id", skip_serializing_if = "Option::is_none")]
    #[field = false]
    pub id: Option<VisitorId>,
    /// The visitor's token: whoever has it can act as this visitor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<VisitorToken>,
    /// The display name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// A unique name such as `guest-7`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// The department that the visitor asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub department: Option<DepartmentId>,
    /// The address; only where the workspace collects it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ip: Option<String>,
    /// The operating system and its version; only where the workspace collects them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub os: Option<String>,
    /// The browser and its version; only where the workspace collects them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub browser: Option<String>,
    /// Custom fields of scope `visitor`, by key.
    #[serde(default, deserialize_with = "object", skip_serializing_if = "Option::is_none")]
    pub custom_fields: Option<JsonObject>,
    /// E-mail addresses.
    #[serde(rename = "email", default, deserialize_with = "list", skip_serializing_if = "Vec::is_empty")]
    pub emails: Vec<VisitorEmail>,
    /// Phone numbers.
    #[serde(rename = "phone", default, deserialize_with = "list", skip_serializing_if = "Vec::is_empty")]
    pub phones: Vec<VisitorPhone>,
}

impl ConversationVisitor {
    /// A visitor with only the id set.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    #[must_use]
    pub fn new(id: impl Into<VisitorId>) -> Self {
        Self { id: Some(id.into()), ..Self::default() }
    }
}

/// The agent of a conversation.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[non_exhaustive]
pub struct ConversationAgent {
    /// The agent's id.
    #[serde(rename = "_id", skip_serializing_if = "Option::is_none")]
    #[field = false]
    pub id: Option<UserId>,
    /// The agent's user name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// The display name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The first e-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The custom fields that the workspace shows in livechats, by key.
    #[serde(default, deserialize_with = "object", skip_serializing_if = "Option::is_none")]
    pub custom_fields: Option<JsonObject>,
}

impl ConversationAgent {
    /// An agent with only the id set.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    #[must_use]
    pub fn new(id: impl Into<UserId>) -> Self {
        Self { id: Some(id.into()), ..Self::default() }
    }
}

/// A message of a conversation.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[non_exhaustive]
pub struct ConversationMessage {
    /// The message's id. Missing in the body of [a test](crate::integrations::TestWebhook).
    #[serde(rename = "_id", skip_serializing_if = "Option::is_none")]
    pub id: Option<MessageId>,
    /// The user name of who wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field = false]
    pub username: Option<String>,
    /// The text. Of a message that has [`blocks`](Self::blocks) alone, it is their JSON.
    #[serde(rename = "msg", default, deserialize_with = "text")]
    #[field = false]
    pub text: String,
    /// When it was written.
    #[serde(rename = "ts", skip_serializing_if = "Option::is_none")]
    #[field = false]
    pub created_at: Option<Timestamp>,
    /// The room.
    #[serde(rename = "rid", skip_serializing_if = "Option::is_none")]
    pub room_id: Option<RoomId>,
    /// When it was last written to the database.
    #[serde(rename = "_updatedAt", skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Timestamp>,
    /// Blocks of an app's interface.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub blocks: Option<Vec<Value>>,
    /// When it was last edited.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edited_at: Option<Timestamp>,
    /// The user who wrote it; missing on what the visitor wrote.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field = false]
    pub agent_id: Option<UserId>,
    /// The page, on a page visit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub navigation: Option<Box<Navigation>>,
    /// Whether it is the comment on the closing of the conversation.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub closing_message: Option<bool>,
    /// The file that was sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<MessageFile>,
    /// Attachments: files, quotes and cards.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attachments: Option<Vec<Attachment>>,
    /// Where the file is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file_upload: Option<Box<FileUpload>>,
    /// Who wrote it (servers from 8).
    #[serde(rename = "u", skip_serializing_if = "Option::is_none")]
    pub author: Option<MessageAuthor>,
}

impl ConversationMessage {
    /// A message that the visitor with this user name wrote.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    #[must_use]
    pub fn by_visitor(username: impl Into<String>, text: impl Into<String>, created_at: Timestamp) -> Self {
        Self { username: Some(username.into()), text: text.into(), created_at: Some(created_at), ..Self::default() }
    }

    /// A message that the user with this id and user name wrote: an agent, or a bot.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    #[must_use]
    pub fn by_agent(
        id: impl Into<UserId>,
        username: impl Into<String>,
        text: impl Into<String>,
        created_at: Timestamp,
    ) -> Self {
        Self { agent_id: Some(id.into()), ..Self::by_visitor(username, text, created_at) }
    }

    /// Whether the visitor wrote it.
    #[must_use]
    pub fn is_by_visitor(&self) -> bool {
        self.agent_id.is_none()
    }
}

/// Where a file that was sent is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct FileUpload {
    /// A link to the file, for whoever has it.
    #[serde(rename = "publicFilePath", skip_serializing_if = "Option::is_none")]
    pub link: Option<FileLink>,
    /// The media type, such as `image/png`.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub media_type: Option<String>,
    /// The size in bytes.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub size: Option<f64>,
}

impl FileUpload {
    /// The file behind this link.
    #[must_use]
    pub fn new(link: impl Into<FileLink>) -> Self {
        Self { link: Some(link.into()), media_type: None, size: None }
    }
}
