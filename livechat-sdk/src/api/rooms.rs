//! Rooms: one conversation of one visitor each.

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

pub use self::{
    close_room::{CloseRoom, CloseRoomResponse},
    close_room_by_user::{CloseRoomByUser, TranscriptEmail, TranscriptEmailData},
    delete_closed_rooms::{DeleteClosedRooms, DeleteClosedRoomsResponse},
    delete_room::DeleteRoom,
    forward_room::ForwardRoom,
    hold_room::HoldRoom,
    join_room::JoinRoom,
    list_room_filters::{ListRoomFilters, ListRoomFiltersResponse, RoomFilter},
    list_rooms::{ListRooms, ListRoomsResponse, TimeRange},
    list_transfer_history::{ListTransferHistory, ListTransferHistoryResponse},
    open_room::{OpenRoom, OpenRoomResponse},
    resume_room::ResumeRoom,
    save_room_info::{RoomInfo, SaveRoomInfo, VisitorInfo},
    set_room_priority::SetRoomPriority,
    submit_survey::{SubmitSurvey, SubmitSurveyResponse, SurveyAnswer},
    transfer_room::{TransferRoom, TransferRoomResponse},
    unset_room_priority::UnsetRoomPriority,
};
