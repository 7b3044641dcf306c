use fieldwork::Fieldwork;
use macro_rules_attribute::apply;
use serde::{Deserialize, Serialize};

use super::{Message, RoomSource, RoomType, RoomVisitor};
use crate::{
    id::{DepartmentId, InquiryId, PriorityId, RoomId, SlaPolicyId, UserId},
    open_enum::open_enum,
    time::Timestamp,
    wire::{OtherFields, derived::derived, number, open_record::open_record, text_or_object},
};

/// An inquiry: a room's place in the queue. It exists as long as the room is open.
#[apply(derived)]
#[derive(Clone, Debug, PartialEq, Fieldwork)]
#[serde(remote = "Inquiry", rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[non_exhaustive]
pub struct Inquiry {
    /// The inquiry's id.
    #[serde(rename = "_id")]
    #[field = false]
    pub id: InquiryId,
    /// The room.
    #[serde(rename = "rid")]
    #[field = false]
    pub room_id: RoomId,
    /// The visitor's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// When the room was opened.
    #[serde(rename = "ts", skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Timestamp>,
    /// The visitor's last message; may be empty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// The state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<InquiryStatus>,
    /// The room's copy of its visitor.
    #[serde(rename = "v", skip_serializing_if = "Option::is_none")]
    pub visitor: Option<RoomVisitor>,
    /// The room's type.
    #[serde(rename = "t", skip_serializing_if = "Option::is_none")]
    pub room_type: Option<RoomType>,
    /// The department whose agents may take it; all agents may if there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub department: Option<DepartmentId>,
    /// The last message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_message: Option<Box<Message>>,
    /// The preferred agent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_agent: Option<DefaultAgent>,
    /// The source of the room.
    #[serde(default, deserialize_with = "text_or_object", skip_serializing_if = "Option::is_none")]
    pub source: Option<RoomSource>,
    /// The weight of its priority in the queue; 99 without one.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub priority_weight: Option<f64>,
    /// The minutes that its service level allows in the queue; 9,999,999 without one.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub estimated_waiting_time_queue: Option<f64>,
    /// When it entered the queue; missing once it is taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub queued_at: Option<Timestamp>,
    /// When an agent took it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub taken_at: Option<Timestamp>,
    /// Whether the server is assigning it to an agent right now.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub locked: Option<bool>,
    /// When the assignment started.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locked_at: Option<Timestamp>,
    /// The priority.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority_id: Option<PriorityId>,
    /// The service level.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sla_id: Option<SlaPolicyId>,
    /// When the room will be closed because nobody took it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub estimated_inactivity_close_time_at: Option<Timestamp>,
    /// Its position by priority (old servers).
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub queue_order: Option<f64>,
    /// By when an agent should respond (old servers).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub estimated_service_time_at: Option<Timestamp>,
    /// When the record was last written.
    #[serde(rename = "_updatedAt", skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Timestamp>,
    /// What else the record has: apps and newer servers add keys of their own.
    #[serde(flatten, skip_deserializing)]
    #[field = false]
    pub other: OtherFields,
}

open_record!(Inquiry);

impl Inquiry {
    /// An inquiry of which nothing but its room is known.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    #[must_use]
    pub fn new(id: impl Into<InquiryId>, room_id: impl Into<RoomId>) -> Self {
        Self {
            id: id.into(),
            room_id: room_id.into(),
            name: None,
            created_at: None,
            message: None,
            status: None,
            visitor: None,
            room_type: None,
            department: None,
            last_message: None,
            default_agent: None,
            source: None,
            priority_weight: None,
            estimated_waiting_time_queue: None,
            queued_at: None,
            taken_at: None,
            locked: None,
            locked_at: None,
            priority_id: None,
            sla_id: None,
            estimated_inactivity_close_time_at: None,
            queue_order: None,
            estimated_service_time_at: None,
            updated_at: None,
            other: OtherFields::default(),
        }
    }
}

open_enum! {
    /// The state of an inquiry.
    InquiryStatus {
        /// The contact has to be verified first (servers from 8).
        Verifying = "verifying",
        /// It waits for an agent.
        Queued = "queued",
        /// It waits for the server to assign it.
        Ready = "ready",
        /// An agent took it.
        Taken = "taken",
        /// It is open.
        Open = "open",
    }
}

/// The preferred agent of an inquiry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DefaultAgent {
    /// The agent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent_id: Option<UserId>,
    /// The agent's user name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
}

impl DefaultAgent {
    /// The agent with this id and user name.
    #[must_use]
    pub fn new(agent_id: impl Into<UserId>, username: impl Into<String>) -> Self {
        Self { agent_id: Some(agent_id.into()), username: Some(username.into()) }
    }
}
