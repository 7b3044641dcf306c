mod chat;
mod history;

pub use self::{chat::Chat, history::History};
use super::Client;
use crate::{
    custom_fields::SetCustomFields,
    error::Error,
    id::RoomId,
    livechat::GetConfig,
    model::{CustomFieldValue, LivechatConfig, PageInfo, Visitor, VisitorStatus},
    rooms::OpenRoom,
    secret::VisitorToken,
    visitors::{PageVisit, RecordPageVisit, RegisterVisitor, SetVisitorStatus},
};

impl Client {
    /// A session of the visitor with this token.
    ///
    /// ```no_run
    /// # async fn example(client: livechat_sdk::Client) -> Result<(), livechat_sdk::Error> {
    /// let mut visitor = client.visitor("iNKE8a6k6cjbqWhWd");
    /// visitor.register(|visitor| visitor.name("Ann").email("ann@example.com")).await?;
    /// let chat = visitor.open_chat().await?;
    /// chat.send("Hello!").await?;
    /// let mut history = chat.history();
    /// while let Some(message) = history.next().await {
    ///     println!("{}", message?.text);
    /// }
    /// chat.close().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn visitor(&self, token: impl Into<VisitorToken>) -> VisitorSession {
        VisitorSession { client: self.clone(), token: token.into() }
    }
}

/// A visitor's token and the client to use it with. Created by [`Client::visitor`].
///
/// Creating or dropping a session sends nothing. Each method is an operation that [`Client::send`] sends as well.
#[derive(Clone, Debug)]
#[must_use = "a session does nothing by itself"]
pub struct VisitorSession {
    client: Client,
    token: VisitorToken,
}

impl VisitorSession {
    /// The visitor's token.
    #[must_use]
    pub fn token(&self) -> &VisitorToken {
        &self.token
    }

    /// Registers the visitor, or updates the one who is known: [`RegisterVisitor`].
    ///
    /// The session then uses the token of the response, which differs from the one sent if the visitor was found by
    /// phone number. Store that one.
    ///
    /// # Errors
    ///
    /// As [`RegisterVisitor`].
    pub async fn register(
        &mut self,
        describe: impl FnOnce(RegisterVisitor) -> RegisterVisitor,
    ) -> Result<Visitor, Error> {
        let visitor = self.client.register_visitor(describe(RegisterVisitor::new(&self.token))).await?;
        if let Some(token) = &visitor.token {
            self.token.clone_from(token);
        }
        Ok(visitor)
    }

    /// Looks the visitor up: [`GetVisitor`](crate::visitors::GetVisitor).
    ///
    /// # Errors
    ///
    /// As [`Client::get_visitor`].
    pub async fn get(&self) -> Result<Visitor, Error> {
        self.client.get_visitor(&self.token).await
    }

    /// Returns the livechat's configuration and the state of the visitor's conversation: [`GetConfig`].
    ///
    /// # Errors
    ///
    /// As [`GetConfig`].
    pub async fn config(&self) -> Result<LivechatConfig, Error> {
        self.client.send(GetConfig::new().token(&self.token)).await.map(|response| response.config)
    }

    /// Records that the visitor went to a page: [`RecordPageVisit`]. `None` means that nothing was stored.
    ///
    /// # Errors
    ///
    /// As [`RecordPageVisit`].
    pub async fn record_page_visit(&self, page: PageInfo) -> Result<Option<PageVisit>, Error> {
        self.client.record_page_visit(RecordPageVisit::new(&self.token, page)).await
    }

    /// Sets the presence that agents see: [`SetVisitorStatus`].
    ///
    /// # Errors
    ///
    /// As [`SetVisitorStatus`].
    pub async fn set_status(&self, status: VisitorStatus) -> Result<(), Error> {
        self.client.send(SetVisitorStatus::new(&self.token, status)).await.map(drop)
    }

    /// Sets custom fields of the visitor or of the open room: [`SetCustomFields`].
    ///
    /// # Errors
    ///
    /// As [`SetCustomFields`].
    pub async fn set_custom_fields(&self, fields: impl IntoIterator<Item = CustomFieldValue>) -> Result<(), Error> {
        self.client.send(SetCustomFields::new(&self.token, fields)).await.map(drop)
    }

    /// Resumes the open conversation, or opens one: [`OpenRoom`].
    ///
    /// It is not repeated after a lost response. Calling it again is safe as long as the room is open.
    ///
    /// # Errors
    ///
    /// As [`OpenRoom`].
    pub async fn open_chat(&self) -> Result<Chat, Error> {
        self.open(OpenRoom::new(&self.token)).await
    }

    /// Resumes this conversation, which has to be open: [`OpenRoom`] with a room.
    ///
    /// # Errors
    ///
    /// Code [`InvalidRoom`](crate::ErrorCode::InvalidRoom) if it is closed, or another visitor's.
    pub async fn resume_chat(&self, room_id: impl Into<RoomId>) -> Result<Chat, Error> {
        self.open(OpenRoom::new(&self.token).room_id(room_id)).await
    }

    /// The conversation with this room's id, open or closed, without a call: for those who stored the id.
    ///
    /// A closed conversation can be read, rated, and sent as a transcript. Whether the room is the visitor's shows with the
    /// first call.
    ///
    /// ```no_run
    /// # async fn example(client: livechat_sdk::Client) -> Result<(), livechat_sdk::Error> {
    /// let chat = client.visitor("iNKE8a6k6cjbqWhWd").chat("BXcqXqrMxyM2yKb9K");
    /// chat.send("Are you still there?").await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn chat(&self, room_id: impl Into<RoomId>) -> Chat {
        Chat::new(self.client.clone(), self.token.clone(), room_id.into())
    }

    async fn open(&self, request: OpenRoom) -> Result<Chat, Error> {
        let response = self.client.send(request).await?;
        Ok(Chat::opened(self.client.clone(), self.token.clone(), response))
    }
}
