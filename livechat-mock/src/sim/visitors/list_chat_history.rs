use livechat_sdk::visitors::ListChatHistory;

use super::visible_room;
use crate::{
    ServerError,
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
    visible_room(&request.room_id, call)?;
    let world = &*call.world;
    let query = Query { offset: request.offset, count: request.count, sort: request.sort.as_ref() };
    let rooms = world.rooms.of_visitor(request.visitor_id.as_str());
    Answer::page("history", &query.page(rooms, |slot| world.rooms.get(slot), &world.settings))
}
