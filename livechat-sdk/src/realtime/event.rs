use serde::{Deserialize, Serialize};

use crate::{
    ddp::QueueInfo,
    id::{MessageId, RoomId},
    model::{AgentInfo, Message, Public, TransferData, UserStatus},
};

/// An event of a conversation or of its connection.
///
/// Events that only visitors receive say so; streams of staff do not have them.
///
/// For those who pass events on, as server-sent events or over a WebSocket, an event is JSON: its kind is `event`, and what
/// it holds `data`. Messages in it are as servers write them, with the visitor's token: send [`public`](Self::public) to a
/// browser.
///
/// ```
/// use livechat_sdk::ChatEvent;
///
/// let typing = ChatEvent::typing("vp3D9H8ud6HYvRpvq", "marcos", true);
/// let json = r#"{"event":"typing","data":{"roomId":"vp3D9H8ud6HYvRpvq","name":"marcos","isTyping":true}}"#;
/// assert_eq!(serde_json::to_string(&typing)?, json);
/// assert_eq!(serde_json::from_str::<ChatEvent>(json)?, typing);
/// assert_eq!(serde_json::to_string(&ChatEvent::Connected)?, r#"{"event":"connected"}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", content = "data", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[non_exhaustive]
pub enum ChatEvent {
    /// A new message: one that somebody wrote, the visitor included, or a system message ([`Message::message_type`]).
    MessageNew(Box<Message>),
    /// A message changed: its new state. It was edited, reacted to, or got a preview of a link.
    MessageChanged(Box<Message>),
    /// A message that the stream had delivered was deleted. Where the workspace shows deleted messages, it is a
    /// [`MessageChanged`](Self::MessageChanged) of the type `rm` instead.
    #[non_exhaustive]
    MessageDeleted {
        /// The room.
        room_id: RoomId,
        /// The message.
        message_id: MessageId,
    },
    /// A message, or a part of an event, cannot be read and was left out: the server wrote it in a form that this version
    /// does not know. It comes once for each such message or part, live or with the history.
    #[non_exhaustive]
    Omitted {
        /// The room.
        room_id: RoomId,
        /// The message, if it is about one and that much can be read.
        message_id: Option<MessageId>,
        /// Whether all of the message was left out. Otherwise the event itself comes as well, without the part; but none of
        /// an agent or a place in the queue that cannot be read at all.
        is_whole: bool,
        /// Where in the message, or in the event, it is wrong, as a JSON pointer such as `/ts`; empty if all of it is.
        pointer: String,
        /// What is wrong there. It quotes no value.
        reason: String,
    },
    /// An agent now serves the conversation, which had none. For visitors only.
    AgentJoined(Box<AgentInfo>),
    /// Another agent serves the conversation, or the agent's information changed. For visitors only.
    AgentChanged(Box<AgentInfo>),
    /// No agent serves the conversation any more. For visitors only.
    AgentLeft,
    /// The agent's presence changed. For visitors only.
    AgentStatus(UserStatus),
    /// Somebody on the other side started or stopped typing.
    #[non_exhaustive]
    Typing {
        /// The room.
        room_id: RoomId,
        /// The user name, or the name where the workspace shows those.
        name: String,
        /// Whether they type now.
        is_typing: bool,
    },
    /// The visitor's position in the queue (Enterprise). For visitors only.
    QueuePosition(QueueInfo),
    /// The conversation was transferred. The system message about it comes first.
    #[non_exhaustive]
    Transferred {
        /// The room.
        room_id: RoomId,
        /// Details of the transfer.
        transfer: Box<TransferData>,
    },
    /// The conversation was closed. The system message about it comes first, where the server sends one. A stream of
    /// one room ends with this event.
    #[non_exhaustive]
    Closed {
        /// The room.
        room_id: RoomId,
    },
    /// The user has no access to the room any more: another agent has it, and it may have been closed since. For a bot's
    /// stream of [all its rooms](crate::Client::my_events), found out after a lost connection; a message that still follows
    /// makes the room one of the stream again.
    #[non_exhaustive]
    Left {
        /// The room.
        room_id: RoomId,
    },
    /// A reader of [shared events](crate::SharedEvents) was so slow that it did not get this many events.
    #[non_exhaustive]
    Missed {
        /// How many.
        count: u64,
    },
    /// The connection was established, for the first time or again. Missed events follow, then live ones.
    Connected,
    /// The connection was lost. The stream reconnects until it is dropped.
    ConnectionLost,
    /// The server responds to calls, but no WebSocket works. The stream polls for messages every 10 seconds and goes on
    /// trying a WebSocket; [`Connected`](Self::Connected) says that there is one.
    Polling,
}

/// Events for tests: those that have fields.
impl ChatEvent {
    /// A message was deleted.
    pub fn message_deleted(room_id: impl Into<RoomId>, message_id: impl Into<MessageId>) -> Self {
        Self::MessageDeleted { room_id: room_id.into(), message_id: message_id.into() }
    }

    /// All of a message cannot be read.
    pub fn omitted(room_id: impl Into<RoomId>, message_id: impl Into<MessageId>, reason: impl Into<String>) -> Self {
        Self::Omitted {
            room_id: room_id.into(),
            message_id: Some(message_id.into()),
            is_whole: true,
            pointer: String::new(),
            reason: reason.into(),
        }
    }

    /// Somebody with this name started or stopped typing.
    pub fn typing(room_id: impl Into<RoomId>, name: impl Into<String>, is_typing: bool) -> Self {
        Self::Typing { room_id: room_id.into(), name: name.into(), is_typing }
    }

    /// The conversation was transferred.
    pub fn transferred(room_id: impl Into<RoomId>, transfer: TransferData) -> Self {
        Self::Transferred { room_id: room_id.into(), transfer: Box::new(transfer) }
    }

    /// The conversation was closed.
    pub fn closed(room_id: impl Into<RoomId>) -> Self {
        Self::Closed { room_id: room_id.into() }
    }

    /// The user has no access to the room any more.
    pub fn left(room_id: impl Into<RoomId>) -> Self {
        Self::Left { room_id: room_id.into() }
    }

    /// A reader was too slow for this many events.
    #[must_use]
    pub fn missed(count: u64) -> Self {
        Self::Missed { count }
    }

    /// Serialises without tokens: see [`Public`].
    #[must_use]
    pub fn public(&self) -> Public<'_, Self> {
        Public::new(self)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json, to_value};

    use super::*;

    #[test]
    fn an_event_is_the_same_after_it_was_json() {
        let message: Message = serde_json::from_value(json!({
            "_id": "m", "rid": "r", "msg": "Hi", "ts": "2026-01-01T00:00:00.000Z", "token": "s3cret", "u": {"_id": "v"},
        }))
        .unwrap();
        let transfer: TransferData = serde_json::from_value(json!({"scope": "agent"})).unwrap();
        let agent: AgentInfo = serde_json::from_value(json!({"_id": "a", "username": "marcos"})).unwrap();
        let events = [
            (ChatEvent::MessageNew(Box::new(message.clone())), "messageNew"),
            (ChatEvent::MessageChanged(Box::new(message)), "messageChanged"),
            (ChatEvent::message_deleted("r", "m"), "messageDeleted"),
            (ChatEvent::omitted("r", "m", "no time"), "omitted"),
            (ChatEvent::AgentJoined(Box::new(agent.clone())), "agentJoined"),
            (ChatEvent::AgentChanged(Box::new(agent)), "agentChanged"),
            (ChatEvent::AgentLeft, "agentLeft"),
            (ChatEvent::AgentStatus(UserStatus::Away), "agentStatus"),
            (ChatEvent::typing("r", "marcos", false), "typing"),
            (ChatEvent::QueuePosition(QueueInfo::new(3)), "queuePosition"),
            (ChatEvent::transferred("r", transfer), "transferred"),
            (ChatEvent::closed("r"), "closed"),
            (ChatEvent::left("r"), "left"),
            (ChatEvent::missed(3), "missed"),
            (ChatEvent::Connected, "connected"),
            (ChatEvent::ConnectionLost, "connectionLost"),
            (ChatEvent::Polling, "polling"),
        ];
        for (event, kind) in events {
            let json = to_value(&event).unwrap();
            assert_eq!(json["event"], kind);
            assert_eq!(serde_json::from_str::<ChatEvent>(&json.to_string()).unwrap(), event);
            let public = to_value(event.public()).unwrap();
            assert!(!public.to_string().contains("s3cret"), "{public}");
            assert_eq!(public["data"]["token"], Value::Null);
        }
    }
}
