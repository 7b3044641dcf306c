//! Rooms, as visitors see them: opening, closing, rating and handing on a conversation.

mod close_room;
mod open_room;
mod submit_survey;
mod transfer_room;

pub use self::{
    close_room::{CloseRoom, CloseRoomResponse},
    open_room::{OpenRoom, OpenRoomResponse},
    submit_survey::{SubmitSurvey, SubmitSurveyResponse, SurveyAnswer},
    transfer_room::{TransferRoom, TransferRoomResponse},
};
