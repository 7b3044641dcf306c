use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Value, json};

use super::{
    LIVECHAT_ROOM, NOTIFY_ROOM, ROOM_MESSAGES, SUPPORTED, SubOptions, VERSION,
    fields::{Counted, list, read_any, read_json, text, texts},
};
use crate::{
    secret::{AuthToken, VisitorToken},
    wire::JsonObject,
};

/// A frame that a client sends.
///
/// `Debug` shows only the number of parameters, because they may hold tokens.
#[derive(Clone, PartialEq, Serialize)]
#[serde(tag = "msg", rename_all = "camelCase")]
#[non_exhaustive]
pub enum ClientFrame {
    /// Opens the session: the first frame.
    Connect {
        /// The preferred version.
        version: String,
        /// The supported versions, the best one first.
        support: Vec<String>,
        /// An earlier session, which servers do not resume.
        #[serde(skip_serializing_if = "Option::is_none")]
        session: Option<String>,
    },
    /// A ping.
    Ping {
        /// The id that the response repeats.
        #[serde(skip_serializing_if = "Option::is_none")]
        id: Option<String>,
    },
    /// A response to a ping.
    Pong {
        /// The ping's id.
        #[serde(skip_serializing_if = "Option::is_none")]
        id: Option<String>,
    },
    /// Calls a method.
    Method {
        /// The id that the response repeats.
        id: String,
        /// The method.
        method: String,
        /// Its arguments.
        params: Vec<Value>,
    },
    /// Subscribes.
    Sub {
        /// The id that the response repeats.
        id: String,
        /// The stream.
        name: String,
        /// Its parameters: for a stream, the name of the event and [`SubOptions`].
        params: Vec<Value>,
    },
    /// Ends a subscription.
    Unsub {
        /// The subscription.
        id: String,
    },
    /// Any other frame. It cannot be written.
    #[serde(skip)]
    Unknown {
        /// The frame's own `msg`, if it has one.
        frame_type: Option<String>,
    },
}

impl ClientFrame {
    /// The first frame of a client that supports version 1 and older ones.
    #[must_use]
    pub fn connect() -> Self {
        Self::Connect { version: VERSION.to_owned(), support: SUPPORTED.map(str::to_owned).to_vec(), session: None }
    }

    /// Calls a method.
    #[must_use]
    pub fn method(id: impl Into<String>, method: impl Into<String>, params: Vec<Value>) -> Self {
        Self::Method { id: id.into(), method: method.into(), params }
    }

    /// Logs in with the token of an earlier login.
    #[must_use]
    pub fn log_in(id: impl Into<String>, token: &AuthToken) -> Self {
        Self::method(id, "login", vec![json!({"resume": token})])
    }

    /// Reports a visitor's activities in a room: `activities` is empty, or has [`USER_TYPING`](super::USER_TYPING) in
    /// it.
    #[must_use]
    pub fn activity(
        id: impl Into<String>,
        event_name: &str,
        username: &str,
        activities: &[&str],
        token: &VisitorToken,
    ) -> Self {
        Self::method(
            id,
            NOTIFY_ROOM,
            vec![event_name.into(), username.into(), activities.into(), json!({"token": token})],
        )
    }

    /// Subscribes to an event of a stream.
    #[must_use]
    pub fn sub(id: impl Into<String>, stream: &str, event_name: &str, options: SubOptions) -> Self {
        let SubOptions { use_collection, args } = options;
        let options = json!({"useCollection": use_collection, "args": args});
        Self::Sub { id: id.into(), name: stream.to_owned(), params: vec![event_name.into(), options] }
    }

    /// Subscribes to messages: of a room, or [of all of a user's rooms](super::MY_MESSAGES).
    #[must_use]
    pub fn room_messages(id: impl Into<String>, event_name: &str, options: SubOptions) -> Self {
        Self::sub(id, ROOM_MESSAGES, event_name, options)
    }

    /// Subscribes to a room's other events: the event's name is [`room_event`](super::room_event)'s.
    #[must_use]
    pub fn notify_room(id: impl Into<String>, event_name: &str, options: SubOptions) -> Self {
        Self::sub(id, NOTIFY_ROOM, event_name, options)
    }

    /// Subscribes to a room's agent and queue events, for its visitor.
    #[must_use]
    pub fn livechat_room(id: impl Into<String>, event_name: &str, options: SubOptions) -> Self {
        Self::sub(id, LIVECHAT_ROOM, event_name, options)
    }

    /// Reads a frame on the server's side, with an error that can be sent to the client.
    ///
    /// A frame with an unknown `msg`, or without one, is [`Unknown`](Self::Unknown), and missing parameters are empty.
    ///
    /// # Errors
    ///
    /// The text is not a JSON object, or a required field is missing.
    pub fn read(text: &str) -> Result<Self, MalformedFrame> {
        let value: Value = read_json(text).map_err(|_| MalformedFrame { kind: MalformedKind::Json, frame: None })?;
        Self::from_value(value)
    }

    fn from_value(value: Value) -> Result<Self, MalformedFrame> {
        let Value::Object(mut frame) = value else {
            return Err(MalformedFrame { kind: MalformedKind::Frame, frame: Some(value) });
        };
        let kind = match frame.get("msg").and_then(Value::as_str) {
            Some("connect") => MalformedKind::Connect,
            Some("method") => MalformedKind::Method,
            Some("sub") => MalformedKind::Sub,
            _ => MalformedKind::Frame,
        };
        let kept = frame.clone();
        Self::from_object(&mut frame).ok_or(MalformedFrame { kind, frame: Some(Value::Object(kept)) })
    }

    /// `None` if something is missing.
    fn from_object(frame: &mut JsonObject) -> Option<Self> {
        let frame_type = text(frame, "msg");
        Some(match frame_type.as_deref() {
            Some("connect") => {
                let is_list = frame.get("support").is_some_and(Value::is_array);
                let version = text(frame, "version").filter(|_| is_list)?;
                Self::Connect { version, support: texts(frame, "support"), session: text(frame, "session") }
            }
            Some("ping") => Self::Ping { id: text(frame, "id") },
            Some("pong") => Self::Pong { id: text(frame, "id") },
            Some("method") => {
                Self::Method { id: text(frame, "id")?, method: text(frame, "method")?, params: list(frame, "params")? }
            }
            Some("sub") => {
                Self::Sub { id: text(frame, "id")?, name: text(frame, "name")?, params: list(frame, "params")? }
            }
            Some("unsub") => Self::Unsub { id: text(frame, "id")? },
            _ => Self::Unknown { frame_type },
        })
    }
}

/// Reads any JSON: a malformed frame is [`ClientFrame::Unknown`]. [`ClientFrame::read`] says what is wrong with it.
impl<'de> Deserialize<'de> for ClientFrame {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_any(deserializer, Self::from_object, |frame_type| Self::Unknown { frame_type })
    }
}

impl fmt::Debug for ClientFrame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Connect { version, support, session } => f
                .debug_struct("Connect")
                .field("version", version)
                .field("support", support)
                .field("session", session)
                .finish(),
            Self::Ping { id } => f.debug_struct("Ping").field("id", id).finish(),
            Self::Pong { id } => f.debug_struct("Pong").field("id", id).finish(),
            Self::Method { id, method, params } => f
                .debug_struct("Method")
                .field("id", id)
                .field("method", method)
                .field("params", &Counted(params))
                .finish(),
            Self::Sub { id, name, params } => {
                f.debug_struct("Sub").field("id", id).field("name", name).field("params", &Counted(params)).finish()
            }
            Self::Unsub { id } => f.debug_struct("Unsub").field("id", id).finish(),
            Self::Unknown { frame_type } => f.debug_struct("Unknown").field("frame_type", frame_type).finish(),
        }
    }
}

/// A text that is not a [`ClientFrame`]. Its message is the reason that servers send in
/// [`ServerFrame::Error`](super::ServerFrame::Error).
#[derive(Clone, PartialEq, thiserror::Error)]
#[error("{kind}")]
pub struct MalformedFrame {
    kind: MalformedKind,
    frame: Option<Value>,
}

impl MalformedFrame {
    /// What is wrong with it.
    #[must_use]
    pub fn kind(&self) -> MalformedKind {
        self.kind
    }

    /// The frame, if it is JSON.
    #[must_use]
    pub fn into_frame(self) -> Option<Value> {
        self.frame
    }
}

impl fmt::Debug for MalformedFrame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MalformedFrame").field("kind", &self.kind).finish_non_exhaustive()
    }
}

/// What is wrong with a frame. Its text is the server's term for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum MalformedKind {
    /// It is not JSON.
    Json,
    /// It is not an object, or an `unsub` without an id.
    Frame,
    /// A `connect` without a version or without a list of those that the client supports.
    Connect,
    /// A `method` without an id or a name, or with parameters that are no list.
    Method,
    /// A `sub` without an id or a name, or with parameters that are no list.
    Sub,
}

impl fmt::Display for MalformedKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Json => "Parse error",
            Self::Frame | Self::Connect => "Bad request",
            Self::Method => "Malformed method invocation",
            Self::Sub => "Malformed subscription",
        })
    }
}
