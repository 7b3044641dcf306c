use derive_setters::Setters;
use serde::{Deserialize, Serialize};

use super::{Message, RoomSource, RoomType, RoomVisitor};
use crate::{
    id::{DepartmentId, InquiryId, RoomId, UserId},
    open_enum::open_enum,
    time::Timestamp,
};

/// An inquiry: the place of an open room in the queue, and later the note of who took it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Setters)]
#[serde(rename_all = "camelCase")]
#[setters(into, strip_option)]
#[non_exhaustive]
pub struct Inquiry {
    /// The inquiry's id.
    #[serde(rename = "_id")]
    #[setters(skip)]
    pub id: InquiryId,
    /// The room.
    #[serde(rename = "rid")]
    #[setters(skip)]
    pub room_id: RoomId,
    /// The name to show: the visitor's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// When the room was opened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ts: Option<Timestamp>,
    /// The visitor's last words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// How far it got.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<InquiryStatus>,
    /// The visitor, as copied into the room.
    #[serde(rename = "v", skip_serializing_if = "Option::is_none")]
    pub visitor: Option<RoomVisitor>,
    /// The kind of its room.
    #[serde(rename = "t", skip_serializing_if = "Option::is_none")]
    pub kind: Option<RoomType>,
    /// The department whose queue it is in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub department: Option<DepartmentId>,
    /// The last message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_message: Option<Box<Message>>,
    /// The agent who is to have it first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_agent: Option<DefaultAgent>,
    /// Where the room came from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Box<RoomSource>>,
    /// The weight of its priority; 99 without one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority_weight: Option<u32>,
    /// The minutes that its service level allows; 9,999,999 without one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub estimated_waiting_time_queue: Option<u32>,
    /// When it entered the queue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub queued_at: Option<Timestamp>,
    /// When an agent took it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub taken_at: Option<Timestamp>,
    /// When the record was last written.
    #[serde(rename = "_updatedAt", skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Timestamp>,
}

impl Inquiry {
    /// An inquiry of this room.
    #[must_use]
    pub fn new(id: impl Into<InquiryId>, room_id: impl Into<RoomId>) -> Self {
        Self {
            id: id.into(),
            room_id: room_id.into(),
            name: None,
            ts: None,
            message: None,
            status: None,
            visitor: None,
            kind: None,
            department: None,
            last_message: None,
            default_agent: None,
            source: None,
            priority_weight: None,
            estimated_waiting_time_queue: None,
            queued_at: None,
            taken_at: None,
            updated_at: None,
        }
    }
}

open_enum! {
    /// How far an inquiry got.
    InquiryStatus {
        /// The visitor is to prove who it is (servers from 8).
        Verifying = "verifying",
        /// It waits to be taken.
        Queued = "queued",
        /// An agent is being looked for.
        Ready = "ready",
        /// An agent has it.
        Taken = "taken",
        /// It is open.
        Open = "open",
    }
}

/// The agent who is to have an inquiry first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DefaultAgent {
    /// The agent.
    pub agent_id: UserId,
    /// The agent's user name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
}
