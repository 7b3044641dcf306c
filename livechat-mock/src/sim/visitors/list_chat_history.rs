use livechat_sdk::visitors::ListChatHistory;

use super::visible_room;
use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    sim::list::Query,
};

impl Simulate for ListChatHistory {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        visible_room(&self.room_id, call)?;
        let world = &*call.world;
        let query = Query { offset: self.offset, count: self.count, sort: self.sort.as_ref() };
        let rooms = world.rooms.of_visitor(self.visitor_id.as_str());
        Response::page("history", &query.page(rooms, |slot| world.rooms.get(slot), &world.settings))
    }
}
