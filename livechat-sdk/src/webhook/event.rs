use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use serde_json::Value;

use super::{Conversation, OfflineMessage};
use crate::{
    endpoint::{Omission, decode_value},
    model::Public,
    wire::JsonObject,
};

/// An event of a workspace.
///
/// It serialises as the server wrote it, with the visitor's token: send [`public`](Self::public) to a browser or a log.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Event {
    /// A conversation began, normally without messages (`LivechatSessionStart`).
    Started(Box<Conversation>),
    /// A new conversation waits for an agent (`LivechatSessionQueued`). It does not come when one is returned to the queue.
    Queued(Box<Conversation>),
    /// An agent has the conversation now, by taking it or by routing (`LivechatSessionTaken`).
    Taken(Box<Conversation>),
    /// A conversation was transferred to another agent or department (`LivechatSessionForwarded`).
    Transferred(Box<Conversation>),
    /// A conversation was closed, with all of its messages (`LivechatSession`). It is what [a test] sends, too.
    ///
    /// [a test]: crate::integrations::TestWebhook
    Closed(Box<Conversation>),
    /// The record of a closed conversation was edited (`LivechatEdit`). It comes whatever the settings choose.
    Edited(Box<Conversation>),
    /// The visitor or an agent wrote; [`messages`](Conversation::messages) has that one (`Message`). When a conversation is
    /// closed, the comment comes so, too.
    Message(Box<Conversation>),
    /// The visitor wrote something that looks like an address or a phone number (`LeadCapture`). It comes without the message.
    LeadCaptured(Box<Conversation>),
    /// A visitor left a message while no agent was online (`LivechatOfflineMessage`).
    OfflineMessage(Box<OfflineMessage>),
    /// An event that this version does not know, or one whose body lacks what it is about.
    Other(Box<OtherEvent>),
}

/// An event that this version does not know, as it was received.
///
/// `Debug` shows it without tokens.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct OtherEvent {
    /// The whole body.
    pub body: JsonObject,
}

impl OtherEvent {
    /// An event with this body.
    #[must_use]
    pub fn new(body: JsonObject) -> Self {
        Self { body }
    }

    /// What the server calls it; empty if it has no name.
    fn name(&self) -> &str {
        self.body.get(TYPE).and_then(Value::as_str).unwrap_or_default()
    }
}

impl fmt::Debug for OtherEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OtherEvent").field("body", &Public::new(&self.body).redacted().unwrap_or_default()).finish()
    }
}

/// The key that names an event.
const TYPE: &str = "type";

const OFFLINE_MESSAGE: &str = "LivechatOfflineMessage";

/// What makes an event of a conversation.
type Make = fn(Box<Conversation>) -> Event;

/// The events about conversations, by what the server calls them.
const ABOUT_CONVERSATIONS: [(&str, Make); 8] = [
    ("LivechatSessionStart", Event::Started),
    ("LivechatSessionQueued", Event::Queued),
    ("LivechatSessionTaken", Event::Taken),
    ("LivechatSessionForwarded", Event::Transferred),
    ("LivechatSession", Event::Closed),
    ("LivechatEdit", Event::Edited),
    ("Message", Event::Message),
    ("LeadCapture", Event::LeadCaptured),
];

impl Event {
    /// What the server calls the event, such as `LivechatSession`; empty if the body does not say.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Started(_) => "LivechatSessionStart",
            Self::Queued(_) => "LivechatSessionQueued",
            Self::Taken(_) => "LivechatSessionTaken",
            Self::Transferred(_) => "LivechatSessionForwarded",
            Self::Closed(_) => "LivechatSession",
            Self::Edited(_) => "LivechatEdit",
            Self::Message(_) => "Message",
            Self::LeadCaptured(_) => "LeadCapture",
            Self::OfflineMessage(_) => OFFLINE_MESSAGE,
            Self::Other(event) => event.name(),
        }
    }

    /// The conversation that it is about; `None` for offline messages and unknown events.
    #[must_use]
    pub fn conversation(&self) -> Option<&Conversation> {
        match self {
            Self::Started(conversation)
            | Self::Queued(conversation)
            | Self::Taken(conversation)
            | Self::Transferred(conversation)
            | Self::Closed(conversation)
            | Self::Edited(conversation)
            | Self::Message(conversation)
            | Self::LeadCaptured(conversation) => Some(conversation),
            Self::OfflineMessage(_) | Self::Other(_) => None,
        }
    }

    /// Serialises without tokens: see [`Public`].
    #[must_use]
    pub fn public(&self) -> Public<'_, Self> {
        Public::new(self)
    }

    /// Reads a body, and leaves out what cannot be read.
    pub(super) fn from_body(body: JsonObject) -> (Self, Vec<Omission>) {
        let body = Value::Object(body);
        let name = body.get(TYPE).and_then(Value::as_str);
        if name == Some(OFFLINE_MESSAGE)
            && let Some((message, omitted)) = decode_value(&body)
        {
            return (Self::OfflineMessage(message), omitted);
        }
        if let Some((_, event)) = ABOUT_CONVERSATIONS.iter().find(|(known, _)| Some(*known) == name)
            && let Some((conversation, omitted)) = decode_value(&body)
        {
            return (event(conversation), omitted);
        }
        let body = if let Value::Object(body) = body { body } else { JsonObject::new() };
        (Self::Other(Box::new(OtherEvent { body })), Vec::new())
    }
}

impl Serialize for Event {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Named<'a, T> {
            #[serde(rename = "type")]
            name: &'a str,
            #[serde(flatten)]
            body: &'a T,
        }

        match self {
            Self::OfflineMessage(body) => Named { name: self.name(), body }.serialize(serializer),
            Self::Other(event) => event.body.serialize(serializer),
            _ => Named { name: self.name(), body: &self.conversation() }.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Event {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (event, omitted) = Self::from_body(JsonObject::deserialize(deserializer)?);
        match omitted.first() {
            None => Ok(event),
            Some(omission) => Err(de::Error::custom(omission)),
        }
    }
}
