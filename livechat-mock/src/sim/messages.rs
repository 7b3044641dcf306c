//! Messages, as visitors write and read them.

mod delete_message;
mod edit_message;
mod get_message;
mod list_message_history;
mod send_message;
mod send_messages;
mod send_offline_message;
