//! Messages.

mod delete_message;
mod edit_message;
mod get_message;
mod list_message_history;
mod list_room_messages;
mod send_message;
mod send_messages;
mod send_offline_message;
