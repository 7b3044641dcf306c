//! The frames of realtime: DDP, version 1, as Rocket.Chat speaks it at `/websocket`.
//!
//! These are types alone, for clients and for servers: each frame is one JSON object in one text frame of a WebSocket.
//! [`ClientFrame`] is what a client sends, [`ServerFrame`] what a server does; both read and write. Reading is
//! tolerant, because servers send undocumented frames: those are `Unknown` frames and not errors.
//!
//! Events of a room arrive as [`ServerFrame::Changed`], which [`StreamEvent`] reads. Dates are
//! `{"$date": milliseconds}` there, which [`Timestamp`](crate::Timestamp) reads like any other form; [`Ejson`] writes
//! them so.
//!
//! ```
//! use livechat_sdk::ddp::{ClientFrame, ServerFrame, StreamEvent, SubOptions, USER_ACTIVITY, room_event};
//!
//! let sub = ClientFrame::notify_room("s1", &room_event(&"r1".into(), USER_ACTIVITY), SubOptions::visitor("token"));
//! assert_eq!(
//!     serde_json::to_value(&sub)?,
//!     serde_json::json!({"msg": "sub", "id": "s1", "name": "stream-notify-room", "params": [
//!         "r1/user-activity",
//!         {"useCollection": false, "args": [{"token": "token", "visitorToken": "token"}]},
//!     ]}),
//! );
//!
//! let typing = StreamEvent::UserActivity {
//!     room_id: "r1".into(), name: "alice".to_owned(), activities: vec!["user-typing".to_owned()],
//! };
//! let text = serde_json::to_string(&typing.to_frame()?)?;
//! let ServerFrame::Changed { collection, fields, .. } = ServerFrame::read(&text)? else { panic!() };
//! assert_eq!(StreamEvent::read(&collection, &fields), Some(typing));
//! # Ok::<(), serde_json::Error>(())
//! ```

mod client_frame;
mod ejson;
mod error;
mod event;
mod fields;
mod server_frame;
mod sub_options;
#[cfg(test)]
mod tests;

pub use self::{
    client_frame::{ClientFrame, MalformedFrame, MalformedKind},
    ejson::Ejson,
    error::{DdpError, DdpErrorCode},
    event::{LivechatRoomEvent, QueueInfo, QueueMessage, StreamEvent},
    server_frame::ServerFrame,
    sub_options::SubOptions,
};
use crate::id::RoomId;

/// The version of DDP that this crate implements.
pub const VERSION: &str = "1";
/// The versions that clients support, the best one first.
pub const SUPPORTED: [&str; 3] = ["1", "pre2", "pre1"];
/// The path of the WebSocket, below the base URL.
pub const PATH: &str = "/websocket";

/// The stream of a room's messages. Its events are named after the room.
pub const ROOM_MESSAGES: &str = "stream-room-messages";
/// The stream of a room's other events: [`USER_ACTIVITY`], [`DELETE_MESSAGE`]. Its events are named by [`room_event`].
pub const NOTIFY_ROOM: &str = "stream-notify-room";
/// The stream of a visitor's agent and queue events. Its events are named after the room.
pub const LIVECHAT_ROOM: &str = "stream-livechat-room";

/// The event of [`ROOM_MESSAGES`] that has the messages of every room that a user of the workspace is in.
pub const MY_MESSAGES: &str = "__my_messages__";
/// The event of [`NOTIFY_ROOM`] about who is typing.
pub const USER_ACTIVITY: &str = "user-activity";
/// The predecessor of [`USER_ACTIVITY`]. Servers up to 6 have both.
pub const TYPING: &str = "typing";
/// The event of [`NOTIFY_ROOM`] about a deleted message.
pub const DELETE_MESSAGE: &str = "deleteMessage";
/// The activity of a user or visitor who is typing.
pub const USER_TYPING: &str = "user-typing";

/// The name of an event of [`NOTIFY_ROOM`]: the room and the subject, separated by a slash.
#[must_use]
pub fn room_event(room_id: &RoomId, about: &str) -> String {
    format!("{room_id}/{about}")
}
