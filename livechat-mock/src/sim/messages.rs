//! Messages.

mod list_room_messages;
