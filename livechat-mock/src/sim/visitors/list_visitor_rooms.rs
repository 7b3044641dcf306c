use livechat_sdk::{
    model::Room,
    visitors::{ListVisitorRooms, ListVisitorRoomsResponse, VisitorRoom},
};

use crate::{
    ServerError,
    shape::{Kind, Shape, Style, required},
    sim::{Answer, Behaviour, Call, Simulate},
};

impl Simulate for ListVisitorRooms {
    const SHAPE: Shape = Shape { style: Style::Schema, fields: &[required("token", Kind::String)] };
    const ANSWER: Option<Behaviour<Self>> = Some(answer);
}

fn answer(request: &ListVisitorRooms, call: &mut Call<'_>) -> Result<Answer, ServerError> {
    let rooms = &call.world.rooms;
    let open = rooms.open_of_token(request.token.expose()).iter().filter_map(|slot| rooms.get(*slot));
    Answer::json(&ListVisitorRoomsResponse::new(open.map(shown).collect()))
}

/// The room's other fields of this list are those of old servers.
fn shown(room: &Room) -> VisitorRoom {
    let mut shown = VisitorRoom::new(room.id.clone()).room_type(room.room_type.clone());
    shown.legacy_closed = room.legacy_closed;
    shown.served_by.clone_from(&room.served_by);
    shown
}
