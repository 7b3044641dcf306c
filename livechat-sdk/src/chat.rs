//! What bots and bridges use of Rocket.Chat's API besides Livechat's: writing in rooms as a user of the workspace, and looking
//! messages and rooms up.
//!
//! These operations are for rooms of every kind, and their documentation is not Livechat's: they are not among
//! [`ENDPOINTS`](crate::ENDPOINTS).

mod get_message;
mod get_room;
mod post_message;
mod write_message;

pub use self::{
    get_message::{GetMessage, GetMessageResponse},
    get_room::{GetRoom, GetRoomResponse},
    post_message::{PostMessage, PostMessageResponse},
    write_message::{WriteMessage, WriteMessageResponse},
};
