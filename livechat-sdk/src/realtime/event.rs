use crate::{
    ddp::QueueInfo,
    id::{MessageId, RoomId},
    model::{AgentInfo, Message, TransferData, UserStatus},
};

/// An event of a conversation or of its connection.
///
/// Events that only visitors receive say so; streams of staff do not have them.
#[derive(Clone, Debug, PartialEq)]
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
        /// Whether all of the message was left out. Otherwise the event itself comes as well, without the part.
        is_whole: bool,
        /// Where in the message it is wrong, as a JSON pointer such as `/ts`; empty if all of it is.
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
    /// The connection was established, for the first time or again. Missed events follow, then live ones.
    Connected,
    /// The connection was lost. The stream reconnects until it is dropped.
    ConnectionLost,
    /// The server responds to calls, but no WebSocket works. The stream polls for messages every 10 seconds and goes on
    /// trying a WebSocket; [`Connected`](Self::Connected) says that there is one.
    Polling,
}
