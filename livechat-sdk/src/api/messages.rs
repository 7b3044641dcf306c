//! Messages of a room.

mod list_room_messages;

pub use self::list_room_messages::{ListRoomMessages, ListRoomMessagesResponse};
