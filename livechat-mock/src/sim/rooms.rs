//! Rooms.

mod close_room;
mod close_room_by_user;
mod delete_closed_rooms;
mod delete_room;
mod forward_room;
mod hold_room;
mod join_room;
mod list_room_filters;
mod list_rooms;
mod list_transfer_history;
mod open_room;
mod resume_room;
mod save_room_info;
mod set_room_priority;
mod submit_survey;
mod transfer_room;
mod unset_room_priority;

pub(crate) use self::submit_survey::{ITEMS, VALUES};
