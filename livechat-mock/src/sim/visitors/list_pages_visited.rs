use livechat_sdk::visitors::ListPagesVisited;

use crate::{
    ServerError,
    shape::{COUNT, Kind, OFFSET, SORT, Shape, Style, required},
    sim::{Answer, Behaviour, Call, Simulate, list::Query},
};

impl Simulate for ListPagesVisited {
    const SHAPE: Shape =
        Shape { style: Style::Schema, fields: &[required("roomId", Kind::String), OFFSET, COUNT, SORT] };
    const ANSWER: Option<Behaviour<Self>> = Some(answer);
}

fn answer(request: &ListPagesVisited, call: &mut Call<'_>) -> Result<Answer, ServerError> {
    let room = call.room(&request.room_id)?;
    let world = &*call.world;
    let query = Query { offset: request.offset, count: request.count, sort: request.sort.as_ref() };
    let visits = world.messages.page_visits_of_room(room.id.as_str());
    Answer::page("pages", &query.page(visits, |slot| world.messages.get(slot), &world.settings))
}
