//! What several operations of a conversation look for first.

use std::sync::Arc;

use livechat_sdk::{
    MessageId, RoomId, VisitorToken,
    model::{Message, MessageAuthor, Room, TransferUserType, Visitor},
};

use crate::{
    ServerError,
    hint::{self, Wanted},
    operation::Call,
    world::By,
};

impl Call<'_> {
    /// The visitor with this token, or `invalid-token`.
    pub(crate) fn visitor(&self, token: &VisitorToken) -> Result<&Visitor, ServerError> {
        self.visitor_or(token, ServerError::plain)
    }

    /// The visitor with this token, or `[invalid-token]`, as operations say that look the visitor up themselves.
    pub(crate) fn named_visitor(&self, token: &VisitorToken) -> Result<&Visitor, ServerError> {
        self.visitor_or(token, ServerError::named)
    }

    fn visitor_or(&self, token: &VisitorToken, refuse: fn(&str) -> ServerError) -> Result<&Visitor, ServerError> {
        self.world.visitors.by_token(token.expose()).ok_or_else(|| self.unknown_visitor(token, refuse))
    }

    /// The visitor with this token as the visitor is now, whatever changes, or `invalid-token`.
    pub(crate) fn shared_visitor(&self, token: &VisitorToken) -> Result<Arc<Visitor>, ServerError> {
        let found = self.world.visitors.shared_by_token(token.expose());
        found.ok_or_else(|| self.unknown_visitor(token, ServerError::plain))
    }

    fn unknown_visitor(&self, token: &VisitorToken, refuse: fn(&str) -> ServerError) -> ServerError {
        hint::unknown(refuse("invalid-token"), self.world, token.expose(), Wanted::VisitorToken)
    }

    /// The room with this id, or `invalid-room`.
    pub(crate) fn room(&self, id: &RoomId) -> Result<&Room, ServerError> {
        self.room_or(id, "invalid-room")
    }

    /// The room with this id, or `error-invalid-room`, as operations say that work on rooms for staff.
    pub(crate) fn livechat_room(&self, id: &RoomId) -> Result<&Room, ServerError> {
        self.room_or(id, "error-invalid-room")
    }

    fn room_or(&self, id: &RoomId, error: &str) -> Result<&Room, ServerError> {
        let unknown = || hint::unknown(ServerError::plain(error), self.world, id.as_str(), Wanted::RoomId);
        self.world.room(id).ok_or_else(unknown)
    }

    /// The room with this id that was opened with this token, or `invalid-room`.
    pub(crate) fn room_of(&self, token: &VisitorToken, room: &RoomId) -> Result<&Room, ServerError> {
        let found = self.room(room)?;
        if found.visitor.token.as_ref() == Some(token) {
            Ok(found)
        } else {
            Err(ServerError::plain("invalid-room").hint("the room was opened with another token"))
        }
    }

    /// The open rooms of a token.
    pub(crate) fn open_rooms(&self, token: &VisitorToken) -> Vec<RoomId> {
        let slots = self.world.rooms.open_of_token(token.expose()).iter();
        slots.filter_map(|slot| self.world.rooms.get(*slot)).map(|room| room.id.clone()).collect()
    }

    /// The caller as the author of messages.
    pub(crate) fn author(&self) -> Result<MessageAuthor, ServerError> {
        let author = self.caller.and_then(|caller| self.world.user_author(caller));
        author.ok_or_else(|| ServerError::not_logged_in(self.world.server_version()))
    }

    /// The caller as the author of messages; this error if the caller has no user name.
    pub(crate) fn named_author(&self, error: &str) -> Result<MessageAuthor, ServerError> {
        let author = self.author()?;
        if author.username.as_ref().is_none_or(String::is_empty) {
            return Err(ServerError::plain(error).hint("the caller has no user name"));
        }
        Ok(author)
    }

    /// The caller as the one who hands a room on.
    pub(crate) fn by(&self, room: &RoomId) -> Result<By, ServerError> {
        let serves = self.world.room(room).is_some_and(|room| self.serves(room));
        Ok(By { author: self.author()?, side: if serves { TransferUserType::Agent } else { TransferUserType::User } })
    }

    /// Whether the caller serves a room.
    pub(crate) fn serves(&self, room: &Room) -> bool {
        room.served_by.as_ref().is_some_and(|agent| agent.id.as_ref() == self.caller)
    }

    /// Whether the caller may see a room.
    pub(crate) fn may_see(&self, room: &Room) -> bool {
        self.caller.is_some_and(|caller| self.world.may_see(caller, room))
    }

    /// A room that was written just now.
    pub(crate) fn stored_room(&self, id: &RoomId) -> Result<&Room, ServerError> {
        self.world.room(id).ok_or_else(|| ServerError::internal(self.world.server_version()))
    }

    /// A message that was written just now.
    pub(crate) fn stored_message(&self, id: &MessageId) -> Result<&Message, ServerError> {
        let message = self.world.messages.by_id(id.as_str());
        message.ok_or_else(|| ServerError::internal(self.world.server_version()))
    }

    /// The same, and `room-closed` if it is.
    pub(crate) fn open_room_of(&self, token: &VisitorToken, room: &RoomId) -> Result<&Room, ServerError> {
        let room = self.room_of(token, room)?;
        if room.is_open() { Ok(room) } else { Err(ServerError::plain("room-closed")) }
    }
}
