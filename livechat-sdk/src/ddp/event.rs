use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::DeserializeOwned};
use serde_json::{Value, json};

use super::{
    DELETE_MESSAGE, Ejson, LIVECHAT_ROOM, NOTIFY_ROOM, ROOM_MESSAGES, ServerFrame, USER_ACTIVITY,
    fields::{Redacted, RedactedObject},
    room_event,
};
use crate::{
    endpoint::{Omission, decode_member, decode_value},
    id::{MessageId, RoomId},
    model::{AgentInfo, Message, MessageAuthor, UserStatus},
    wire::{JsonObject, number},
};

/// An event of a stream, as a [`ServerFrame::Changed`] carries it.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum StreamEvent {
    /// A message was written or changed: its current state.
    RoomMessage {
        /// The room, or [`MY_MESSAGES`](super::MY_MESSAGES).
        event_name: String,
        /// The message.
        message: Box<Message>,
        /// Information about the room, with `MY_MESSAGES`: `roomParticipant`, `roomType`, `roomName`.
        room: Option<JsonObject>,
    },
    /// The activities of a user or visitor in a room changed.
    UserActivity {
        /// The room.
        room_id: RoomId,
        /// The user name, or the name where the workspace shows those.
        name: String,
        /// The activities: [`USER_TYPING`](super::USER_TYPING), or unknown ones.
        activities: Vec<String>,
    },
    /// A message was deleted.
    MessageDeleted {
        /// The room.
        room_id: RoomId,
        /// The message.
        message_id: MessageId,
    },
    /// An event for a room's visitor.
    LivechatRoom {
        /// The room.
        room_id: RoomId,
        /// The event.
        event: LivechatRoomEvent,
    },
    /// Any other event.
    Other {
        /// The stream.
        stream: String,
        /// The event's name.
        event_name: String,
        /// The arguments.
        args: Vec<Value>,
    },
}

impl StreamEvent {
    /// Reads an event from the collection and the fields of a [`ServerFrame::Changed`]; `None` if they are no stream's.
    ///
    /// Of a message, what cannot be read is left out, as it is of a response. An event of a known name whose arguments have
    /// an unknown shape is [`Other`](Self::Other).
    #[must_use]
    pub fn read(collection: &str, fields: &JsonObject) -> Option<Self> {
        Self::read_omitting(collection, fields).map(|(event, _)| event)
    }

    /// Reads an event as [`read`](Self::read) does, and says what was left out of it, by the place in its message.
    #[must_use]
    pub fn read_omitting(collection: &str, fields: &JsonObject) -> Option<(Self, Vec<Omission>)> {
        let event_name = fields.get("eventName")?.as_str()?;
        let args = fields.get("args")?.as_array()?;
        let mut omitted = Vec::new();
        let event = Self::read_known(collection, event_name, args, &mut omitted).unwrap_or_else(|| Self::Other {
            stream: collection.to_owned(),
            event_name: event_name.to_owned(),
            args: args.clone(),
        });
        Some((event, omitted))
    }

    fn read_known(collection: &str, event_name: &str, args: &[Value], omitted: &mut Vec<Omission>) -> Option<Self> {
        let first = args.first()?;
        match collection {
            ROOM_MESSAGES => Some(Self::RoomMessage {
                event_name: event_name.to_owned(),
                message: {
                    let (message, left_out) = decode_value(first)?;
                    *omitted = left_out;
                    Box::new(message)
                },
                room: args.get(1).and_then(Value::as_object).cloned(),
            }),
            NOTIFY_ROOM => {
                let (room_id, about) = event_name.rsplit_once('/')?;
                let room_id = RoomId::from(room_id);
                match about {
                    USER_ACTIVITY => Some(Self::UserActivity {
                        room_id,
                        name: first.as_str()?.to_owned(),
                        activities: Vec::deserialize(args.get(1)?).ok()?,
                    }),
                    DELETE_MESSAGE => {
                        Some(Self::MessageDeleted { room_id, message_id: first.get("_id")?.as_str()?.into() })
                    }
                    _ => None,
                }
            }
            LIVECHAT_ROOM => Some(Self::LivechatRoom {
                room_id: event_name.into(),
                event: {
                    let (event, left_out) = LivechatRoomEvent::read_omitting(first.as_object()?);
                    *omitted = left_out;
                    event
                },
            }),
            _ => None,
        }
    }

    /// The frame that carries the event, with dates as such frames have them.
    ///
    /// # Errors
    ///
    /// A value that JSON cannot hold. None of the library's own types has one.
    pub fn to_frame(&self) -> Result<ServerFrame, serde_json::Error> {
        Ok(match self {
            Self::RoomMessage { event_name, message, room } => {
                let mut args = vec![serde_json::to_value(Ejson(message))?];
                args.extend(room.clone().map(Value::Object));
                ServerFrame::event(ROOM_MESSAGES, event_name, args)
            }
            Self::UserActivity { room_id, name, activities } => ServerFrame::event(
                NOTIFY_ROOM,
                room_event(room_id, USER_ACTIVITY),
                vec![json!(name), json!(activities)],
            ),
            Self::MessageDeleted { room_id, message_id } => {
                ServerFrame::event(NOTIFY_ROOM, room_event(room_id, DELETE_MESSAGE), vec![json!({"_id": message_id})])
            }
            Self::LivechatRoom { room_id, event } => {
                ServerFrame::event(LIVECHAT_ROOM, room_id.as_str(), vec![serde_json::to_value(Ejson(event))?])
            }
            Self::Other { stream, event_name, args } => {
                ServerFrame::event(stream.as_str(), event_name.as_str(), args.clone())
            }
        })
    }
}

impl fmt::Debug for StreamEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::RoomMessage { event_name, message, room } => f
                .debug_struct("RoomMessage")
                .field("event_name", event_name)
                .field("message", message)
                .field("room", &room.as_ref().map(RedactedObject))
                .finish(),
            Self::UserActivity { room_id, name, activities } => f
                .debug_struct("UserActivity")
                .field("room_id", room_id)
                .field("name", name)
                .field("activities", activities)
                .finish(),
            Self::MessageDeleted { room_id, message_id } => {
                f.debug_struct("MessageDeleted").field("room_id", room_id).field("message_id", message_id).finish()
            }
            Self::LivechatRoom { room_id, event } => {
                f.debug_struct("LivechatRoom").field("room_id", room_id).field("event", event).finish()
            }
            Self::Other { stream, event_name, args } => f
                .debug_struct("Other")
                .field("stream", stream)
                .field("event_name", event_name)
                .field("args", &args.iter().map(Redacted).collect::<Vec<_>>())
                .finish(),
        }
    }
}

/// The events of [`LIVECHAT_ROOM`], for the room's visitor.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum LivechatRoomEvent {
    /// Another agent serves the room; `None` if there is none.
    AgentData(Option<Box<AgentInfo>>),
    /// The agent's presence changed.
    AgentStatus(UserStatus),
    /// The visitor moved in the queue; `None`: the visitor waits no longer.
    QueueData(Option<QueueInfo>),
    /// The room's visitor was replaced: the new one, as the server writes it.
    VisitorData(Value),
    /// Any other event.
    Other(JsonObject),
}

impl Serialize for LivechatRoomEvent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        #[serde(tag = "type", rename_all = "camelCase")]
        enum Form<'a> {
            AgentData {
                #[serde(skip_serializing_if = "Option::is_none")]
                data: Option<&'a AgentInfo>,
            },
            AgentStatus {
                status: &'a UserStatus,
            },
            QueueData {
                #[serde(skip_serializing_if = "Option::is_none")]
                data: Option<&'a QueueInfo>,
            },
            VisitorData {
                visitor: &'a Value,
            },
        }
        match self {
            Self::AgentData(data) => Form::AgentData { data: data.as_deref() },
            Self::AgentStatus(status) => Form::AgentStatus { status },
            Self::QueueData(data) => Form::QueueData { data: data.as_ref() },
            Self::VisitorData(visitor) => Form::VisitorData { visitor },
            Self::Other(event) => return event.serialize(serializer),
        }
        .serialize(serializer)
    }
}

impl LivechatRoomEvent {
    /// Reads an event, and says what was left out of it. One of a known type whose subject cannot be read at all is
    /// [`Other`](Self::Other): that an agent cannot be read does not mean that there is none.
    fn read_omitting(event: &JsonObject) -> (Self, Vec<Omission>) {
        let mut omitted = Vec::new();
        let known = match event.get("type").and_then(Value::as_str) {
            Some("agentData") => member(event, "data", &mut omitted).map(Self::AgentData),
            Some("agentStatus") => member(event, "status", &mut omitted).flatten().map(Self::AgentStatus),
            Some("queueData") => member(event, "data", &mut omitted).map(Self::QueueData),
            Some("visitorData") => Some(Self::VisitorData(event.get("visitor").cloned().unwrap_or_default())),
            _ => None,
        };
        (known.unwrap_or_else(|| Self::Other(event.clone())), omitted)
    }
}

/// What stands in an event under this name, where null is nothing; `None` if it cannot be read, even without its parts.
fn member<T: DeserializeOwned>(event: &JsonObject, name: &str, omitted: &mut Vec<Omission>) -> Option<Option<T>> {
    match event.get(name).filter(|value| !value.is_null()) {
        Some(value) => decode_member(value, &format!("/{name}"), omitted).map(Some),
        None => Some(None),
    }
}

/// Reads any object: an unknown event is [`LivechatRoomEvent::Other`]. What cannot be read of a known one is left out.
impl<'de> Deserialize<'de> for LivechatRoomEvent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        JsonObject::deserialize(deserializer).map(|event| Self::read_omitting(&event).0)
    }
}

impl fmt::Debug for LivechatRoomEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AgentData(agent) => f.debug_tuple("AgentData").field(agent).finish(),
            Self::AgentStatus(status) => f.debug_tuple("AgentStatus").field(status).finish(),
            Self::QueueData(info) => f.debug_tuple("QueueData").field(info).finish(),
            Self::VisitorData(visitor) => f.debug_tuple("VisitorData").field(&Redacted(visitor)).finish(),
            Self::Other(event) => f.debug_tuple("Other").field(&RedactedObject(event)).finish(),
        }
    }
}

/// A visitor's position in the queue (Enterprise).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct QueueInfo {
    /// The position, counted from 1.
    #[serde(rename = "spot")]
    pub position: u64,
    /// The server's estimate of the wait, in seconds.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub estimated_wait_time_seconds: Option<f64>,
    /// The message for the visitor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<QueueMessage>,
}

impl QueueInfo {
    /// This position, counted from 1.
    #[must_use]
    pub fn new(position: u64) -> Self {
        Self { position, estimated_wait_time_seconds: None, message: None }
    }
}

/// A message for a visitor in the queue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct QueueMessage {
    /// The text.
    pub text: String,
    /// The author.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<MessageAuthor>,
}

impl QueueMessage {
    /// This text, without an author.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), user: None }
    }
}
