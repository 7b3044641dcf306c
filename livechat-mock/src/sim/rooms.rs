//! Rooms.

mod close_room_by_user;
mod forward_room;
mod hold_room;
mod join_room;
mod list_room_filters;
mod list_rooms;
mod list_transfer_history;
mod resume_room;
mod save_room_info;
