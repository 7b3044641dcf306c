//! Rooms, as visitors see them.

mod close_room;
mod open_room;
mod submit_survey;
mod transfer_room;

pub(crate) use self::submit_survey::{ITEMS, VALUES};
