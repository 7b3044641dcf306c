//! What several operations of a conversation look for first.

use livechat_sdk::{
    MessageId, RoomId, VisitorToken,
    model::{Message, Room, Visitor},
};

use super::Call;
use crate::{
    ServerError,
    hint::{self, Wanted},
};

impl Call<'_> {
    /// The visitor with this token, or `invalid-token`.
    pub(crate) fn visitor(&self, token: &VisitorToken) -> Result<&Visitor, ServerError> {
        self.world.visitors.by_token(token.expose()).ok_or_else(|| {
            hint::unknown(ServerError::plain("invalid-token"), self.world, token.expose(), Wanted::VisitorToken)
        })
    }

    /// The room with this id that was opened with this token, or `invalid-room`.
    pub(crate) fn room_of(&self, token: &VisitorToken, room: &RoomId) -> Result<&Room, ServerError> {
        let found = self.world.rooms.by_id(room.as_str());
        match found {
            Some(found) if found.visitor.token.as_ref() == Some(token) => Ok(found),
            Some(_) => Err(ServerError::plain("invalid-room").hint("the room was opened with another token")),
            None => Err(hint::unknown(ServerError::plain("invalid-room"), self.world, room.as_str(), Wanted::RoomId)),
        }
    }

    /// The open rooms of a token.
    pub(crate) fn open_rooms(&self, token: &VisitorToken) -> Vec<RoomId> {
        let slots = self.world.rooms.open_of_token(token.expose()).iter();
        slots.filter_map(|slot| self.world.rooms.get(*slot)).map(|room| room.id.clone()).collect()
    }

    /// Whether the caller serves a room.
    pub(crate) fn serves(&self, room: &Room) -> bool {
        room.served_by.as_ref().is_some_and(|agent| Some(&agent.id) == self.caller)
    }

    /// Whether the caller may see a room.
    pub(crate) fn may_see(&self, room: &Room) -> bool {
        let Some(caller) = self.caller else { return false };
        let is_of_department = || {
            let department = room.department_id.as_ref();
            department.is_some_and(|department| self.world.is_department_agent(department, caller))
        };
        if self.is_permitted("view-livechat-rooms") || self.serves(room) {
            return true;
        }
        if room.is_open() {
            // Who may take it from the queue may look at it.
            let is_queued = self.world.is_manual() && room.served_by.is_none();
            return is_queued && (room.department_id.is_none() || is_of_department());
        }
        self.is_permitted("view-livechat-room-closed-by-another-agent")
            || (self.is_permitted("view-livechat-room-closed-same-department") && is_of_department())
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
