use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Value, json};

use super::{
    DdpError, VERSION,
    fields::{Redacted, RedactedObject, object, read_any, read_json, text, texts},
};
use crate::wire::JsonObject;

/// A frame that a server sends.
///
/// `Debug` shows no value under a secret's name, and no frame that an error quotes.
#[derive(Clone, PartialEq, Serialize)]
#[serde(tag = "msg", rename_all = "camelCase")]
#[non_exhaustive]
pub enum ServerFrame {
    /// The session is open.
    Connected {
        /// The session's id. Sessions cannot be resumed.
        session: String,
    },
    /// The server does not speak the version that the client asked for.
    Failed {
        /// The version that the server speaks.
        version: String,
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
    /// The result of a method.
    Result {
        /// The call.
        id: String,
        /// The return value; missing if the method has none.
        #[serde(skip_serializing_if = "Option::is_none")]
        result: Option<Value>,
        /// Why it failed.
        #[serde(skip_serializing_if = "Option::is_none")]
        error: Option<DdpError>,
    },
    /// The changes of these methods have been sent.
    Updated {
        /// The calls.
        methods: Vec<String>,
    },
    /// These subscriptions are active.
    Ready {
        /// The subscriptions.
        subs: Vec<String>,
    },
    /// A subscription ended or was rejected.
    Nosub {
        /// The subscription.
        id: String,
        /// The error. Servers up to 6 send none.
        #[serde(skip_serializing_if = "Option::is_none")]
        error: Option<DdpError>,
    },
    /// A document came into a collection.
    Added {
        /// The collection: for streams, the stream's name.
        collection: String,
        /// The document.
        id: String,
        /// Its fields.
        fields: JsonObject,
    },
    /// A document changed, or something happened on a stream: [`StreamEvent`](super::StreamEvent) reads what.
    Changed {
        /// The collection: for streams, the stream's name.
        collection: String,
        /// The document: for streams, `id`.
        id: String,
        /// Its fields: for streams, `eventName` and `args`.
        fields: JsonObject,
    },
    /// A document left a collection.
    Removed {
        /// The collection.
        collection: String,
        /// The document.
        id: String,
    },
    /// The server did not understand a frame.
    #[serde(rename_all = "camelCase")]
    Error {
        /// What is wrong with it.
        reason: String,
        /// The frame.
        #[serde(skip_serializing_if = "Option::is_none")]
        offending_message: Option<Value>,
    },
    /// Any other frame. It cannot be written.
    #[serde(skip)]
    Unknown {
        /// The frame's own `msg`, if it has one.
        frame_type: Option<String>,
    },
}

impl ServerFrame {
    /// The response to a client that supports no common version.
    #[must_use]
    pub fn failed() -> Self {
        Self::Failed { version: VERSION.to_owned() }
    }

    /// An event of a stream. Dates among the arguments have to be [`{"$date": milliseconds}`](super::Ejson).
    #[must_use]
    pub fn event(stream: impl Into<String>, event_name: impl Into<String>, args: Vec<Value>) -> Self {
        let mut fields = JsonObject::new();
        fields.insert("eventName".to_owned(), Value::String(event_name.into()));
        fields.insert("args".to_owned(), Value::Array(args));
        Self::Changed { collection: stream.into(), id: "id".to_owned(), fields }
    }

    /// The first frame to a subscription with [`use_collection`](super::SubOptions::use_collection).
    #[must_use]
    pub fn stream_added(stream: impl Into<String>, event_name: &str) -> Self {
        let mut fields = JsonObject::new();
        fields.insert("eventName".to_owned(), json!(event_name));
        Self::Added { collection: stream.into(), id: "id".to_owned(), fields }
    }

    /// Reads a frame. JSON that is not a known frame is [`Unknown`](Self::Unknown).
    ///
    /// # Errors
    ///
    /// The text is not JSON.
    pub fn read(text: &str) -> Result<Self, serde_json::Error> {
        read_json(text)
    }

    /// `None` if something is missing.
    fn from_object(frame: &mut JsonObject) -> Option<Self> {
        let frame_type = text(frame, "msg");
        let error = |frame: &mut JsonObject| frame.remove("error").filter(|error| !error.is_null());
        Some(match frame_type.as_deref() {
            Some("connected") => Self::Connected { session: text(frame, "session").unwrap_or_default() },
            Some("failed") => Self::Failed { version: text(frame, "version").unwrap_or_default() },
            Some("ping") => Self::Ping { id: text(frame, "id") },
            Some("pong") => Self::Pong { id: text(frame, "id") },
            Some("result") => Self::Result {
                id: text(frame, "id")?,
                result: frame.remove("result"),
                error: error(frame).map(DdpError::from_value),
            },
            Some("updated") => Self::Updated { methods: texts(frame, "methods") },
            Some("ready") => Self::Ready { subs: texts(frame, "subs") },
            Some("nosub") => Self::Nosub { id: text(frame, "id")?, error: error(frame).map(DdpError::from_value) },
            Some("added") => Self::Added {
                collection: text(frame, "collection")?,
                id: text(frame, "id")?,
                fields: object(frame, "fields"),
            },
            Some("changed") => Self::Changed {
                collection: text(frame, "collection")?,
                id: text(frame, "id")?,
                fields: object(frame, "fields"),
            },
            Some("removed") => Self::Removed { collection: text(frame, "collection")?, id: text(frame, "id")? },
            Some("error") => Self::Error {
                reason: text(frame, "reason").unwrap_or_default(),
                offending_message: frame.remove("offendingMessage"),
            },
            _ => Self::Unknown { frame_type },
        })
    }
}

/// Reads any JSON: an unknown frame is [`ServerFrame::Unknown`].
impl<'de> Deserialize<'de> for ServerFrame {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_any(deserializer, Self::from_object, |frame_type| Self::Unknown { frame_type })
    }
}

impl fmt::Debug for ServerFrame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Connected { .. } => f.debug_struct("Connected").finish_non_exhaustive(),
            Self::Failed { version } => f.debug_struct("Failed").field("version", version).finish(),
            Self::Ping { id } => f.debug_struct("Ping").field("id", id).finish(),
            Self::Pong { id } => f.debug_struct("Pong").field("id", id).finish(),
            Self::Result { id, result, error } => f
                .debug_struct("Result")
                .field("id", id)
                .field("result", &result.as_ref().map(Redacted))
                .field("error", error)
                .finish(),
            Self::Updated { methods } => f.debug_struct("Updated").field("methods", methods).finish(),
            Self::Ready { subs } => f.debug_struct("Ready").field("subs", subs).finish(),
            Self::Nosub { id, error } => f.debug_struct("Nosub").field("id", id).field("error", error).finish(),
            Self::Added { collection, id, fields } => document(f, "Added", collection, id, fields),
            Self::Changed { collection, id, fields } => document(f, "Changed", collection, id, fields),
            Self::Removed { collection, id } => {
                f.debug_struct("Removed").field("collection", collection).field("id", id).finish()
            }
            Self::Error { reason, .. } => f.debug_struct("Error").field("reason", reason).finish_non_exhaustive(),
            Self::Unknown { frame_type } => f.debug_struct("Unknown").field("frame_type", frame_type).finish(),
        }
    }
}

fn document(f: &mut fmt::Formatter<'_>, name: &str, collection: &str, id: &str, fields: &JsonObject) -> fmt::Result {
    f.debug_struct(name)
        .field("collection", &collection)
        .field("id", &id)
        .field("fields", &RedactedObject(fields))
        .finish()
}
