//! The methods for the operations that every integration needs.

use super::{Client, login::Login};
use crate::{
    authentication::{LogIn, LogOut},
    endpoint::Endpoint,
    error::{ApiError, Error, ErrorCode},
    id::{RoomId, VisitorId},
    model::Visitor,
    secret::{Password, VisitorToken},
    server::GetServerInfo,
    version::Version,
    visitors::{
        GetVisitor, GetVisitorInfo, ListChatHistory, ListChatHistoryResponse, ListPagesVisited,
        ListPagesVisitedResponse, PageVisit, RecordPageVisit, RegisterVisitor,
    },
};

impl Client {
    /// Logs a user of the workspace in and returns a client with that login. This client is unchanged.
    ///
    /// Both share connections and rate-limit budgets. For a second factor or an earlier login's token, send [`LogIn`]
    /// and pass the result to [`with_credentials`](Self::with_credentials).
    ///
    /// # Errors
    ///
    /// As [`LogIn`].
    pub async fn log_in(&self, user: impl Into<String>, password: impl Into<Password>) -> Result<Self, Error> {
        let nobody = self.with_login(Login::Nobody);
        let login = nobody.send(LogIn::new(user, password)).await?.data;
        Ok(self.with_credentials(login.user_id, login.auth_token))
    }

    /// Ends this client's login at the server: calls that need one fail with 401 afterwards.
    ///
    /// # Errors
    ///
    /// As [`LogOut`].
    pub async fn log_out(&self) -> Result<(), Error> {
        self.send(LogOut::new()).await.map(drop)
    }

    /// Asks the server for its version: [`GetServerInfo`].
    ///
    /// ```no_run
    /// use livechat_sdk::rooms::ListRooms;
    ///
    /// # async fn example(client: livechat_sdk::Client) -> Result<(), livechat_sdk::Error> {
    /// if client.server_version().await?.supports::<ListRooms>() {
    ///     client.send(ListRooms::new()).await?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send), and [`Error::Decode`] if what the server says is no version.
    pub async fn server_version(&self) -> Result<Version, Error> {
        self.send(GetServerInfo::new()).await.map(|info| info.version)
    }

    /// Looks a visitor up by token: [`GetVisitor`].
    ///
    /// # Errors
    ///
    /// Code [`InvalidToken`](ErrorCode::InvalidToken) if no visitor has this token, also for old servers, which respond
    /// with 200 and no visitor.
    pub async fn get_visitor(&self, token: impl Into<VisitorToken>) -> Result<Visitor, Error> {
        let response = self.send(GetVisitor::new(token)).await?;
        response.visitor.ok_or_else(|| {
            let operation = GetVisitor::META.operation();
            ApiError::not_found(operation, ErrorCode::InvalidToken, "no visitor has this token").into()
        })
    }

    /// Registers a visitor, or updates one who is known: [`RegisterVisitor`].
    ///
    /// Use the token of the response: it is the old one if the visitor was found by phone number.
    ///
    /// # Errors
    ///
    /// As [`RegisterVisitor`].
    pub async fn register_visitor(&self, request: RegisterVisitor) -> Result<Visitor, Error> {
        self.send(request).await.map(|response| response.visitor)
    }

    /// Records that a visitor went to a page: [`RecordPageVisit`].
    ///
    /// `None` means that the workspace does not follow visits of this kind and stored nothing.
    ///
    /// # Errors
    ///
    /// As [`RecordPageVisit`].
    pub async fn record_page_visit(&self, request: RecordPageVisit) -> Result<Option<PageVisit>, Error> {
        self.send(request).await.map(|response| response.page)
    }

    /// Looks a visitor up by id: [`GetVisitorInfo`]. Needs a login.
    ///
    /// # Errors
    ///
    /// As [`GetVisitorInfo`].
    pub async fn get_visitor_info(&self, id: impl Into<VisitorId>) -> Result<Visitor, Error> {
        self.send(GetVisitorInfo::new(id)).await.map(|response| response.visitor)
    }

    /// Lists the pages that the visitor of a room went to, the first 50: [`ListPagesVisited`]. Needs a login.
    ///
    /// [`items`](Self::items) lists all of them.
    ///
    /// # Errors
    ///
    /// As [`ListPagesVisited`].
    pub async fn list_pages_visited(&self, room_id: impl Into<RoomId>) -> Result<ListPagesVisitedResponse, Error> {
        self.send(ListPagesVisited::new(room_id)).await
    }

    /// Lists the conversations of a visitor, the first 50: [`ListChatHistory`]. Needs a login.
    ///
    /// The room is any that the caller has access to. [`items`](Self::items) lists all of them.
    ///
    /// # Errors
    ///
    /// As [`ListChatHistory`].
    pub async fn list_chat_history(
        &self,
        room_id: impl Into<RoomId>,
        visitor_id: impl Into<VisitorId>,
    ) -> Result<ListChatHistoryResponse, Error> {
        self.send(ListChatHistory::new(room_id, visitor_id)).await
    }
}
