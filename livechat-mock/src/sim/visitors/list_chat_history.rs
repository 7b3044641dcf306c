use livechat_sdk::{model::Room, visitors::ListChatHistory};

use crate::{
    ServerError,
    hint::{self, Wanted},
    shape::{COUNT, Kind, OFFSET, SORT, Shape, Style, required},
    sim::{Answer, Behaviour, Call, Simulate, list::Query},
};

impl Simulate for ListChatHistory {
    const SHAPE: Shape = Shape {
        style: Style::Schema,
        fields: &[required("roomId", Kind::String), required("visitorId", Kind::String), OFFSET, COUNT, SORT],
    };
    const ANSWER: Option<Behaviour<Self>> = Some(answer);
}

fn answer(request: &ListChatHistory, call: &mut Call<'_>) -> Result<Answer, ServerError> {
    let room_id = request.room_id.as_str();
    let Some(room) = call.world.rooms.by_id(room_id) else {
        return Err(hint::unknown(ServerError::plain("invalid-room"), call.world, room_id, Wanted::RoomId));
    };
    if !has_access(room, call) {
        return Err(ServerError::plain("error-not-allowed").hint(
            "the caller may not see this room: it takes the permission view-livechat-rooms, or serving the room",
        ));
    }
    let world = &*call.world;
    let query = Query { offset: request.offset, count: request.count, sort: request.sort.as_ref() };
    let rooms = world.rooms.of_visitor(request.visitor_id.as_str());
    Answer::page("history", &query.page(rooms, |slot| world.rooms.get(slot), &world.settings))
}

/// Whether the caller may see a room.
fn has_access(room: &Room, call: &Call<'_>) -> bool {
    let Some(caller) = call.caller else { return false };
    let is_of_department = || {
        let department = room.department_id.as_ref();
        department.is_some_and(|department| call.world.is_department_agent(department, caller))
    };
    if call.is_permitted("view-livechat-rooms") || room.served_by.as_ref().is_some_and(|agent| agent.id == *caller) {
        return true;
    }
    if room.is_open() {
        // Who may take it from the queue may look at it.
        return call.world.is_manual()
            && room.served_by.is_none()
            && (room.department_id.is_none() || is_of_department());
    }
    call.is_permitted("view-livechat-room-closed-by-another-agent")
        || (call.is_permitted("view-livechat-room-closed-same-department") && is_of_department())
}
