use crate::{
    ddp::QueueInfo,
    id::{MessageId, RoomId},
    model::{AgentInfo, Message, TransferData, UserStatus},
};

/// What happened in a conversation, or to the connection that tells of it.
///
/// What only a visitor is told says so; staff's streams have no such events.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ChatEvent {
    /// A message is there that the stream had not told of: what somebody wrote, the visitor's own included, or what
    /// the server notes ([`Message::kind`]).
    MessageNew(Box<Message>),
    /// A message changed: what it is now. It was edited, reacted to, or got a preview of a link.
    MessageChanged(Box<Message>),
    /// A message that the stream had told of was deleted. Where the workspace shows that there was one, it is a
    /// [`MessageChanged`](Self::MessageChanged) of the kind `rm` instead.
    #[non_exhaustive]
    MessageDeleted {
        /// The room.
        room_id: RoomId,
        /// The message.
        message_id: MessageId,
    },
    /// An agent serves the conversation, which nobody did before. Told to visitors.
    AgentJoined(Box<AgentInfo>),
    /// Another agent serves the conversation, or more is told of the same one. Told to visitors.
    AgentChanged(Box<AgentInfo>),
    /// Nobody serves the conversation any more. Told to visitors.
    AgentLeft,
    /// The agent's presence changed. Told to visitors.
    AgentStatus(UserStatus),
    /// Somebody on the other side began to type, or stopped.
    #[non_exhaustive]
    Typing {
        /// The room.
        room_id: RoomId,
        /// Who: a user name, or a name, where the workspace shows those.
        name: String,
        /// Whether they type now.
        is_typing: bool,
    },
    /// The visitor's place in the queue (Enterprise). Told to visitors.
    QueuePosition(QueueInfo),
    /// The conversation was handed on. The message that notes it comes before.
    #[non_exhaustive]
    Transferred {
        /// The room.
        room_id: RoomId,
        /// From whom, and to whom.
        transfer: Box<TransferData>,
    },
    /// The conversation is closed. The message that notes it comes before, where the server tells it. A stream of one
    /// room ends with this event.
    #[non_exhaustive]
    Closed {
        /// The room.
        room_id: RoomId,
    },
    /// The connection is there, for the first time or again. What happened before follows, then what happens.
    Connected,
    /// There is no connection. The stream tries for one until it is dropped.
    ConnectionLost,
    /// The server can be reached, but not by WebSocket. Messages are asked for every 10 seconds, and a WebSocket every
    /// minute.
    Polling,
}
