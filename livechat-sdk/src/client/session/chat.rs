use std::collections::BTreeMap;

use super::History;
use crate::{
    agents::GetAgentInfo,
    client::{Client, FilePart, deliver::Delivery},
    error::{Error, ErrorCode},
    files::UploadFile,
    id::{DepartmentId, MessageId, RoomId},
    messages::{DeleteMessage, EditMessage, GetMessage, ListMessageHistory, SendMessage},
    model::{AgentInfo, Message, Room},
    rooms::{CloseRoom, OpenRoomResponse, SubmitSurvey, SurveyAnswer, TransferRoom},
    secret::VisitorToken,
    transcripts::SendTranscript,
};

/// A conversation, from its visitor's side. Created by [`VisitorSession::open_chat`](super::VisitorSession::open_chat), or
/// without a call by [`VisitorSession::chat`](super::VisitorSession::chat).
#[derive(Clone, Debug)]
#[must_use = "a chat does nothing by itself"]
pub struct Chat {
    client: Client,
    token: VisitorToken,
    room_id: RoomId,
    /// `None` if the server was not asked.
    room: Option<Room>,
    is_new: bool,
}

impl Chat {
    pub(super) fn new(client: Client, token: VisitorToken, room_id: RoomId) -> Self {
        Self { client, token, room_id, room: None, is_new: false }
    }

    pub(super) fn opened(
        client: Client,
        token: VisitorToken,
        OpenRoomResponse { room, new_room, .. }: OpenRoomResponse,
    ) -> Self {
        Self { is_new: new_room, room: Some(room.clone()), ..Self::new(client, token, room.id) }
    }

    /// The room as it was when the chat was opened; `None` if the chat was created [without a
    /// call](super::VisitorSession::chat).
    #[must_use]
    pub fn room(&self) -> Option<&Room> {
        self.room.as_ref()
    }

    /// The room's id.
    #[must_use]
    pub fn id(&self) -> &RoomId {
        &self.room_id
    }

    /// The visitor's token.
    #[must_use]
    pub fn token(&self) -> &VisitorToken {
        &self.token
    }

    /// Whether the room was opened for this chat; otherwise it was open already.
    #[must_use]
    pub fn is_new(&self) -> bool {
        self.is_new
    }

    /// Sends a message exactly once: [`SendMessage`] with an id that the client chooses.
    ///
    /// If the response is lost, the message is looked up by its id before it is sent again, within the client's
    /// [`RetryPolicy`](crate::RetryPolicy) and timeout.
    ///
    /// # Errors
    ///
    /// As [`SendMessage`].
    pub async fn send(&self, text: impl Into<String>) -> Result<Message, Error> {
        self.deliver(MessageId::random(), text.into(), false).await
    }

    /// Sends a message with this id unless it is stored already: for callers that keep a message until it is delivered.
    ///
    /// # Errors
    ///
    /// As [`SendMessage`].
    pub async fn send_with_id(&self, id: impl Into<MessageId>, text: impl Into<String>) -> Result<Message, Error> {
        self.deliver(id.into(), text.into(), true).await
    }

    async fn deliver(&self, id: MessageId, text: String, looks_first: bool) -> Result<Message, Error> {
        #[cfg(feature = "realtime")]
        self.set_typing(false);
        let client = self.client.for_one_call();
        let request = SendMessage::new(self.id(), &self.token, text).id(&id);
        let send = || async { client.send(request.clone()).await.map(|response| response.message) };
        let lookup = || GetMessage::new(&id, self.id(), &self.token);
        let find = || async { client.send(lookup()).await.map(|response| response.message) };
        let is_missing = |error: &Error| error.code() == Some(&ErrorCode::InvalidMessage);
        Delivery { send, find, is_missing, looks_first }.deliver(&client).await
    }

    /// Replaces the text of one of the visitor's messages: [`EditMessage`].
    ///
    /// # Errors
    ///
    /// As [`EditMessage`].
    pub async fn edit(&self, id: impl Into<MessageId>, text: impl Into<String>) -> Result<Message, Error> {
        self.client.send(EditMessage::new(id, self.id(), &self.token, text)).await.map(|response| response.message)
    }

    /// Deletes one of the visitor's messages: [`DeleteMessage`].
    ///
    /// # Errors
    ///
    /// As [`DeleteMessage`].
    pub async fn delete(&self, id: impl Into<MessageId>) -> Result<(), Error> {
        self.client.send(DeleteMessage::new(id, self.id(), &self.token)).await.map(drop)
    }

    /// The messages, newest first, fetched lazily: [`ListMessageHistory`].
    pub fn history(&self) -> History {
        History::new(self.client.clone(), ListMessageHistory::new(self.id(), &self.token))
    }

    /// A stream of the conversation's events, which survives lost connections.
    ///
    /// It begins with the conversation so far. It does nothing until it is polled, and stops when it is dropped.
    ///
    /// ```no_run
    /// use livechat_sdk::ChatEvent;
    ///
    /// # async fn example(chat: livechat_sdk::Chat) -> Result<(), livechat_sdk::RealtimeError> {
    /// let mut events = chat.events();
    /// while let Some(event) = events.next().await {
    ///     match event? {
    ///         ChatEvent::MessageNew(message) => println!("{:?}: {}", message.author.username, message.text),
    ///         ChatEvent::AgentJoined(agent) => println!("{:?} is here", agent.name),
    ///         ChatEvent::Typing { name, is_typing: true, .. } => println!("{name} is writing"),
    ///         _ => {}
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[cfg(feature = "realtime")]
    pub fn events(&self) -> crate::realtime::Events {
        let username = self.room.as_ref().and_then(|room| room.visitor.username.clone());
        crate::realtime::Events::of_visitor(&self.client, self.id().clone(), self.token.clone(), username)
    }

    /// Sets whether the visitor is typing: call it at each key.
    ///
    /// The agent is notified at most every 4.5 seconds, and of the end after 5 seconds without a call or when a message
    /// is [sent](Self::send). Notifications go through the stream of the visitor's [events](Self::events) in this room that
    /// was created last, by this chat or another one of the same client; while that is not polled, or has no connection, they
    /// are dropped.
    #[cfg(feature = "realtime")]
    pub fn set_typing(&self, is_typing: bool) {
        self.client.streams().set_typing(&self.room_id, &self.token, is_typing);
    }

    /// Uploads a file: [`UploadFile`]. Use [`Client::upload`] to add a text.
    ///
    /// # Errors
    ///
    /// As [`Client::upload`].
    pub async fn upload(&self, file: FilePart) -> Result<Message, Error> {
        self.client.upload(UploadFile::new(self.id(), &self.token), file).await.map(|response| response.message)
    }

    /// Returns the agent who serves the room, as far as the workspace shows it to visitors: [`GetAgentInfo`].
    ///
    /// # Errors
    ///
    /// As [`GetAgentInfo`].
    pub async fn agent_info(&self) -> Result<AgentInfo, Error> {
        self.client.send(GetAgentInfo::new(self.id(), &self.token)).await.map(|response| response.agent)
    }

    /// Transfers the conversation to another department: [`TransferRoom`].
    ///
    /// # Errors
    ///
    /// As [`TransferRoom`].
    pub async fn transfer(&self, department: impl Into<DepartmentId>) -> Result<(), Error> {
        self.client.send(TransferRoom::new(self.id(), &self.token, department)).await.map(drop)
    }

    /// Rates the conversation and returns the ratings that the server kept: [`SubmitSurvey`].
    ///
    /// # Errors
    ///
    /// As [`SubmitSurvey`].
    pub async fn rate(
        &self,
        answers: impl IntoIterator<Item = SurveyAnswer>,
    ) -> Result<BTreeMap<String, String>, Error> {
        self.client.send(SubmitSurvey::new(self.id(), &self.token, answers)).await.map(|response| response.data)
    }

    /// Closes the conversation: [`CloseRoom`]. Rating it and asking for a transcript still work.
    ///
    /// # Errors
    ///
    /// As [`CloseRoom`].
    pub async fn close(&self) -> Result<(), Error> {
        self.client.send(CloseRoom::new(self.id(), &self.token)).await.map(drop)
    }

    /// Sends the transcript to this address: [`SendTranscript`]. The conversation has to be closed.
    ///
    /// # Errors
    ///
    /// As [`SendTranscript`].
    pub async fn send_transcript(&self, email: impl Into<String>) -> Result<(), Error> {
        self.client.send(SendTranscript::new(self.id(), &self.token, email)).await.map(drop)
    }
}
