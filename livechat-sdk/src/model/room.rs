use fieldwork::Fieldwork;
use macro_rules_attribute::apply;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Message, VisitorPhone, VisitorStatus};
use crate::{
    id::{ContactId, DepartmentId, PriorityId, RoomId, SlaPolicyId, UnitId, UserId, VisitorId},
    open_enum::open_enum,
    secret::VisitorToken,
    time::Timestamp,
    wire::{
        FromText, JsonObject, OtherFields, derived::derived, is_default, list, null_as_default, number, object,
        open_record::open_record, text_or_object,
    },
};

/// A room: one conversation of one visitor.
///
/// Fields that most rooms have are stored inline; rare ones are boxed or lists.
#[apply(derived)]
#[derive(Clone, Debug, PartialEq, Fieldwork)]
#[serde(remote = "Room", rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[non_exhaustive]
pub struct Room {
    /// The room's id.
    #[serde(rename = "_id")]
    #[field = false]
    pub id: RoomId,
    /// The number of messages, including system messages.
    #[serde(rename = "msgs", default, deserialize_with = "null_as_default")]
    #[field(into = false)]
    pub message_count: u64,
    /// The number of participants.
    #[serde(rename = "usersCount", default, deserialize_with = "null_as_default")]
    #[field(into = false)]
    pub user_count: u64,
    /// When the last message was written.
    #[serde(rename = "lm", skip_serializing_if = "Option::is_none")]
    pub last_message_at: Option<Timestamp>,
    /// The display name, which is the visitor's name.
    #[serde(rename = "fname", skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// The visitor's name, as old servers keep it too.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The room's type.
    #[serde(rename = "t", default, deserialize_with = "null_as_default")]
    #[field = false]
    pub room_type: RoomType,
    /// When it was opened.
    #[serde(rename = "ts")]
    #[field = false]
    pub created_at: Timestamp,
    /// The department that serves it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub department_id: Option<DepartmentId>,
    /// The visitor, as copied when the room was opened; only the presence is kept up to date. Nothing of it is set if the
    /// visitor was erased.
    #[serde(rename = "v", default, deserialize_with = "null_as_default", skip_serializing_if = "is_default")]
    #[field = false]
    pub visitor: RoomVisitor,
    /// Always false, a remnant of old versions. [`is_open`](Self::is_open) says whether the room is open.
    #[serde(rename = "cl", skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub legacy_closed: Option<bool>,
    /// True while it is open; missing once it is closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub open: Option<bool>,
    /// True while the visitor waits for a response; missing otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub waiting_response: Option<bool>,
    /// When the record was last written.
    #[serde(rename = "_updatedAt", skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Timestamp>,
    /// The agent who serves it; missing while it waits in the queue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub served_by: Option<ServedBy>,
    /// The departments above its department.
    #[serde(default, deserialize_with = "list", skip_serializing_if = "Vec::is_empty")]
    pub department_ancestors: Vec<UnitId>,
    /// The source of the room.
    #[serde(default, deserialize_with = "text_or_object", skip_serializing_if = "Option::is_none")]
    pub source: Option<Box<RoomSource>>,
    /// When it entered the queue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub queued_at: Option<Timestamp>,
    /// When it was closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<Timestamp>,
    /// The side that closed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closer: Option<Closer>,
    /// Who closed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_by: Option<Box<ClosedBy>>,
    /// Whether it is on hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub on_hold: Option<bool>,
    /// The tags.
    #[serde(default, deserialize_with = "list", skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// The agent who responded, and when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response_by: Option<Box<ResponseBy>>,
    /// The last message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_message: Option<Box<Message>>,
    /// Response times.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metrics: Option<Box<RoomMetrics>>,
    /// Custom fields of scope `room`, by key.
    #[serde(default, deserialize_with = "object", skip_serializing_if = "Option::is_none")]
    pub livechat_data: Option<JsonObject>,
    /// What whoever opened it gave along, beside the custom fields of scope `room`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_fields: Option<Box<JsonObject>>,
    /// The topic.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    /// A label that an app gave it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The visitor's rating, by question.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub survey_feedback: Option<Box<JsonObject>>,
    /// The response of a customer database to a webhook.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub crm_data: Option<Box<Value>>,
    /// The weight of its priority in the queue; 99 without one.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub priority_weight: Option<f64>,
    /// The minutes that its service level allows in the queue; 9,999,999 without one.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub estimated_waiting_time_queue: Option<f64>,
    /// The priority.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority_id: Option<PriorityId>,
    /// The service level.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sla_id: Option<SlaPolicyId>,
    /// The requested transcript.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transcript_request: Option<Box<TranscriptRequest>>,
    /// The transcript as a PDF file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pdf_transcript_file_id: Option<String>,
    /// The number that it came from, for text messages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sms: Option<Box<JsonObject>>,
    /// Inbox and thread, for e-mail.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<Box<JsonObject>>,
    /// Predictions about the conversation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub omnichannel: Option<Box<JsonObject>>,
    /// When it was transferred because no agent responded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auto_transferred_at: Option<Timestamp>,
    /// Whether it is being transferred.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub auto_transfer_ongoing: Option<bool>,
    /// The contact that the visitor belongs to (servers from 8).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_id: Option<ContactId>,
    /// Whether the contact is verified (servers from 8).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub verified: Option<bool>,
    /// Whether the visitor may have only one open room (servers from 8).
    #[serde(rename = "_enforceSingleRoom", skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub enforce_single_room: Option<bool>,
    /// The department's name; only in lists of rooms.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub department: Option<Box<DepartmentName>>,
    /// What else the record has: apps and newer servers add keys of their own.
    #[serde(flatten, skip_deserializing)]
    #[field = false]
    pub other: OtherFields,
}

open_record!(Room);

impl Room {
    /// A newly opened room without messages.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    #[must_use]
    pub fn new(id: impl Into<RoomId>, visitor: RoomVisitor, created_at: Timestamp) -> Self {
        Self {
            id: id.into(),
            message_count: 0,
            user_count: 1,
            last_message_at: None,
            display_name: None,
            name: None,
            room_type: RoomType::Livechat,
            created_at,
            department_id: None,
            visitor,
            legacy_closed: Some(false),
            open: Some(true),
            waiting_response: None,
            updated_at: None,
            served_by: None,
            department_ancestors: Vec::new(),
            source: None,
            queued_at: None,
            closed_at: None,
            closer: None,
            closed_by: None,
            on_hold: None,
            tags: Vec::new(),
            response_by: None,
            last_message: None,
            metrics: None,
            livechat_data: None,
            custom_fields: None,
            topic: None,
            label: None,
            survey_feedback: None,
            crm_data: None,
            priority_weight: None,
            estimated_waiting_time_queue: None,
            priority_id: None,
            sla_id: None,
            transcript_request: None,
            pdf_transcript_file_id: None,
            sms: None,
            email: None,
            omnichannel: None,
            auto_transferred_at: None,
            auto_transfer_ongoing: None,
            contact_id: None,
            verified: None,
            enforce_single_room: None,
            department: None,
            other: OtherFields::default(),
        }
    }

    /// Whether the room is open.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.open == Some(true)
    }
}

open_enum! {
    /// The room's type.
    RoomType {
        /// A channel.
        Channel = "c",
        /// A direct conversation.
        Direct = "d",
        /// A private group.
        Private = "p",
        /// A livechat.
        Livechat = "l",
        /// A voice room (old servers).
        Voice = "v",
    }

    /// The source of a room.
    RoomSourceType {
        /// The chat window on a web site.
        Widget = "widget",
        /// E-mail.
        Email = "email",
        /// Text messages.
        Sms = "sms",
        /// An app, such as one for another messenger.
        App = "app",
        /// This API.
        Api = "api",
        /// Anything else.
        Other = "other",
    }

    /// The side that closed a room.
    Closer {
        /// A user of the workspace.
        User = "user",
        /// The visitor.
        Visitor = "visitor",
    }
}

/// What no record says is a livechat: this API has no other rooms.
impl Default for RoomType {
    fn default() -> Self {
        Self::Livechat
    }
}

/// A room's copy of its visitor.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[non_exhaustive]
pub struct RoomVisitor {
    /// The visitor.
    #[serde(rename = "_id", skip_serializing_if = "Option::is_none")]
    #[field = false]
    pub id: Option<VisitorId>,
    /// The visitor's user name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// The visitor's token when the room was opened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<VisitorToken>,
    /// The visitor's presence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<VisitorStatus>,
    /// The visitor's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The visitor's phone numbers.
    #[serde(rename = "phone", default, deserialize_with = "list", skip_serializing_if = "Vec::is_empty")]
    pub phones: Vec<VisitorPhone>,
    /// The months, as `YYYY-MM`, in which agents responded.
    #[serde(default, deserialize_with = "list", skip_serializing_if = "Vec::is_empty")]
    pub activity: Vec<String>,
    /// When the visitor wrote last.
    #[serde(rename = "lastMessageTs", skip_serializing_if = "Option::is_none")]
    pub last_message_at: Option<Timestamp>,
    /// The contact that the visitor belongs to (servers of the 7 line).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_id: Option<ContactId>,
}

impl RoomVisitor {
    /// A visitor with only its id set.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    #[must_use]
    pub fn new(id: impl Into<VisitorId>) -> Self {
        Self { id: Some(id.into()), ..Self::default() }
    }
}

/// The agent who serves a room.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ServedBy {
    /// The agent.
    #[serde(rename = "_id", skip_serializing_if = "Option::is_none")]
    pub id: Option<UserId>,
    /// The agent's user name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// When the agent took the room.
    #[serde(rename = "ts", skip_serializing_if = "Option::is_none")]
    pub assigned_at: Option<Timestamp>,
}

impl ServedBy {
    /// Served by this agent since then.
    #[must_use]
    pub fn new(id: impl Into<UserId>, username: impl Into<String>, assigned_at: Timestamp) -> Self {
        Self { id: Some(id.into()), username: Some(username.into()), assigned_at: Some(assigned_at) }
    }
}

/// The source of a room, with details.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct RoomSource {
    /// The channel.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub source_type: Option<RoomSourceType>,
    /// The app or the inbox.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The app's name for the channel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alias: Option<String>,
    /// The text to show in the room.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The icon to show in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sidebar_icon: Option<String>,
    /// The icon to show elsewhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_icon: Option<String>,
    /// The site or the address that the visitor wrote to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destination: Option<String>,
}

impl RoomSource {
    /// A source of this kind, with nothing else set.
    #[must_use]
    pub fn new(source_type: RoomSourceType) -> Self {
        Self { source_type: Some(source_type), ..Self::default() }
    }
}

/// Some apps store the channel alone.
impl FromText for RoomSource {
    fn from_text(text: &str) -> Option<Self> {
        Some(Self::new(text.into()))
    }
}

/// Who closed a room.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ClosedBy {
    /// The id of a user or of a visitor.
    #[serde(rename = "_id", skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The user name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
}

impl ClosedBy {
    /// A user or visitor with this id and user name.
    #[must_use]
    pub fn new(id: impl Into<String>, username: impl Into<String>) -> Self {
        Self { id: Some(id.into()), username: Some(username.into()) }
    }
}

/// The agent who responded, and when.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ResponseBy {
    /// The agent.
    #[serde(rename = "_id", skip_serializing_if = "Option::is_none")]
    pub id: Option<UserId>,
    /// The agent's user name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// When the agent first responded to the visitor's last message.
    #[serde(rename = "firstResponseTs", skip_serializing_if = "Option::is_none")]
    pub first_response_at: Option<Timestamp>,
    /// When the agent last responded.
    #[serde(rename = "lastMessageTs", skip_serializing_if = "Option::is_none")]
    pub last_message_at: Option<Timestamp>,
}

impl ResponseBy {
    /// The agent with this id and user name.
    #[must_use]
    pub fn new(id: impl Into<UserId>, username: impl Into<String>) -> Self {
        Self { id: Some(id.into()), username: Some(username.into()), first_response_at: None, last_message_at: None }
    }
}

/// Response times of a room. All durations are in seconds, with fractions.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct RoomMetrics {
    /// About the visitor.
    #[serde(rename = "v", skip_serializing_if = "Option::is_none")]
    pub visitor: Option<VisitorMetrics>,
    /// About the agent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub served_by: Option<ServedByMetrics>,
    /// About the agents' responses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response: Option<ResponseTimes>,
    /// About the first response of each agent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reaction: Option<Reaction>,
    /// From opening to closing.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub chat_duration: Option<f64>,
    /// From taking to closing.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub service_time_duration: Option<f64>,
    /// For how long the visitor was silent before an agent closed it.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub visitor_inactivity: Option<f64>,
}

/// Times of the visitor.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct VisitorMetrics {
    /// The visitor's last question.
    #[serde(rename = "lq", skip_serializing_if = "Option::is_none")]
    pub last_query_at: Option<Timestamp>,
}

/// Times of the agent.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ServedByMetrics {
    /// The agent's last reply.
    #[serde(rename = "lr", skip_serializing_if = "Option::is_none")]
    pub last_reply_at: Option<Timestamp>,
}

/// Response times, in seconds.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ResponseTimes {
    /// The total time of all responses.
    #[serde(rename = "tt", default, with = "number", skip_serializing_if = "Option::is_none")]
    pub total_time: Option<f64>,
    /// The number of responses.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub total: Option<f64>,
    /// The mean response time.
    #[serde(rename = "avg", default, with = "number", skip_serializing_if = "Option::is_none")]
    pub average: Option<f64>,
    /// The time until the first response.
    #[serde(rename = "ft", default, with = "number", skip_serializing_if = "Option::is_none")]
    pub first_time: Option<f64>,
    /// When the first response was given.
    #[serde(rename = "fd", skip_serializing_if = "Option::is_none")]
    pub first_response_at: Option<Timestamp>,
}

/// Times until the first response of an agent, in seconds.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Reaction {
    /// All agents together.
    #[serde(rename = "tt", default, with = "number", skip_serializing_if = "Option::is_none")]
    pub total_time: Option<f64>,
    /// The first agent.
    #[serde(rename = "ft", default, with = "number", skip_serializing_if = "Option::is_none")]
    pub first_time: Option<f64>,
    /// When the first agent responded.
    #[serde(rename = "fd", skip_serializing_if = "Option::is_none")]
    pub first_response_at: Option<Timestamp>,
}

/// A requested transcript.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TranscriptRequest {
    /// The e-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The subject of the e-mail.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// When it was requested.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requested_at: Option<Timestamp>,
    /// The user who requested it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requested_by: Option<JsonObject>,
}

impl TranscriptRequest {
    /// A transcript that goes to this address, under this subject.
    #[must_use]
    pub fn new(email: impl Into<String>, subject: impl Into<String>) -> Self {
        Self { email: Some(email.into()), subject: Some(subject.into()), requested_at: None, requested_by: None }
    }
}

/// A department's id and name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DepartmentName {
    /// The department.
    #[serde(rename = "_id")]
    pub id: DepartmentId,
    /// The name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

impl DepartmentName {
    /// The department with this id and name.
    #[must_use]
    pub fn new(id: impl Into<DepartmentId>, name: impl Into<String>) -> Self {
        Self { id: id.into(), name: Some(name.into()) }
    }
}
