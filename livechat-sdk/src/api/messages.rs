//! Messages of a room.

mod delete_message;
mod edit_message;
mod get_message;
mod list_message_history;
mod list_room_messages;
mod send_message;
mod send_messages;
mod send_offline_message;

pub use self::{
    delete_message::{DeleteMessage, DeleteMessageResponse, DeletedMessage},
    edit_message::{EditMessage, EditMessageResponse},
    get_message::{GetMessage, GetMessageResponse},
    list_message_history::{ListMessageHistory, ListMessageHistoryResponse},
    send_message::{PreferredAgent, SendMessage, SendMessageResponse},
    send_messages::{MessageText, SendMessages, SendMessagesResponse, SentMessage, VisitorReference},
    send_offline_message::{SendOfflineMessage, SendOfflineMessageResponse},
};

pub use self::list_room_messages::{ListRoomMessages, ListRoomMessagesResponse};
