use livechat_sdk::visitors::ListPagesVisited;

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    sim::list::Query,
};

impl Simulate for ListPagesVisited {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let room = call.room(&self.room_id)?;
        let world = &*call.world;
        let query = Query { offset: self.offset, count: self.count, sort: self.sort.as_ref() };
        let visits = world.messages.page_visits_of_room(room.id.as_str());
        Response::page("pages", &query.page(visits, |slot| world.messages.get(slot), &world.settings))
    }
}
