use livechat_sdk::{
    contacts::{ContactConversation, ListContactHistory, ListContactHistoryResponse},
    model::Room,
};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    sim::list::Query,
};

impl Simulate for ListContactHistory {
    /// An unknown contact has no history.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let world = &*call.world;
        let is_from =
            |room: &Room, source: &str| room.source.as_ref().is_some_and(|from| from.source_type.as_str() == source);
        let is_asked_for = |room: &Room| self.source.as_ref().is_none_or(|source| is_from(room, source));
        let rooms = world.rooms.of_contact(self.contact_id.as_str()).iter().copied();
        let rooms: Vec<_> = rooms.filter(|(_, slot)| world.rooms.get(*slot).is_some_and(is_asked_for)).collect();
        let query = Query { offset: self.offset, count: self.count, sort: self.sort.as_ref() };
        let page = query.page(&rooms, |slot| world.rooms.get(slot), &world.settings);
        let history = page.items.into_iter().map(conversation).collect();
        Response::new(&ListContactHistoryResponse::new(history, page.offset, page.total))
    }
}

/// What is shown of a room.
fn conversation(room: &Room) -> ContactConversation {
    let mut shown = ContactConversation::new(room.id.clone());
    shown.display_name.clone_from(&room.display_name);
    shown.created_at = Some(room.created_at);
    shown.visitor = Some(room.visitor.clone());
    shown.message_count = Some(room.message_count);
    shown.served_by.clone_from(&room.served_by);
    shown.closed_at = room.closed_at;
    shown.closed_by = room.closed_by.as_deref().cloned();
    shown.closer.clone_from(&room.closer);
    shown.tags = (!room.tags.is_empty()).then(|| room.tags.clone());
    shown.source = room.source.as_deref().cloned();
    shown
}
