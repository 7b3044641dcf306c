use livechat_sdk::visitors::ListChatHistory;

use super::visible_room;
use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    sim::list::Query,
    world::Slot,
};

impl Simulate for ListChatHistory {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        visible_room(&self.room_id, call)?;
        let world = &*call.world;
        let query = Query { offset: self.offset, count: self.count, sort: self.sort.as_ref() };
        let rooms = world.rooms.of_visitor(self.visitor_id.as_str());
        let Some(scope) = call.scope() else {
            return Response::page("history", &query.page(rooms, |slot| world.rooms.get(slot), &world.settings));
        };
        let is_shown = |slot: Slot| world.rooms.get(slot).is_some_and(|room| scope.has_room(room));
        let rooms: Vec<_> = rooms.iter().filter(|(_, slot)| is_shown(*slot)).copied().collect();
        Response::page("history", &query.page(&rooms, |slot| world.rooms.get(slot), &world.settings))
    }
}
