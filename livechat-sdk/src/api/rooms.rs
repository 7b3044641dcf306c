//! Rooms: one conversation of one visitor each.

mod close_room_by_user;
mod forward_room;
mod hold_room;
mod join_room;
mod list_room_filters;
mod list_rooms;
mod list_transfer_history;
mod resume_room;
mod save_room_info;

pub use self::{
    close_room_by_user::{CloseRoomByUser, TranscriptEmail, TranscriptEmailData},
    forward_room::ForwardRoom,
    hold_room::HoldRoom,
    join_room::JoinRoom,
    list_room_filters::{ListRoomFilters, ListRoomFiltersResponse, RoomFilter},
    list_rooms::{ListRooms, ListRoomsResponse, TimeRange},
    list_transfer_history::{ListTransferHistory, ListTransferHistoryResponse},
    resume_room::ResumeRoom,
    save_room_info::{GuestInfo, RoomInfo, SaveRoomInfo},
};
