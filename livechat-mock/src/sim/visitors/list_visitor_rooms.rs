use livechat_sdk::{
    model::Room,
    visitors::{ListVisitorRooms, ListVisitorRoomsResponse, VisitorRoom},
};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for ListVisitorRooms {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let rooms = &call.world.rooms;
        let open = rooms.open_of_token(self.token.expose()).iter().filter_map(|slot| rooms.get(*slot));
        Response::new(&ListVisitorRoomsResponse::new(open.map(shown).collect()))
    }
}

/// The room's other fields of this list are those of old servers.
fn shown(room: &Room) -> VisitorRoom {
    let mut shown = VisitorRoom::new(room.id.clone()).room_type(room.room_type.clone());
    shown.legacy_closed = room.legacy_closed;
    shown.served_by.clone_from(&room.served_by);
    shown
}
