use livechat_sdk::{
    Sort,
    contacts::{ContactConversation, ListContactHistory, ListContactHistoryResponse},
    model::{Room, RoomSourceType},
};

use super::existing;
use crate::{
    Edition, ServerError, hint,
    operation::{Call, Response, Simulate},
    sim::list::{Query, contains},
};

impl Simulate for ListContactHistory {
    /// Conversations that are over, the last first. Only servers with a licence look at the source.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let is_licensed = call.world.edition() == Edition::Enterprise;
        if self.source.is_some() && !is_licensed {
            call.add_hint(hint::without_licence("source"));
        }
        let source = self.source.as_deref().filter(|_| is_licensed);
        let world = &*call.world;
        existing(&self.contact_id, world).ok_or_else(|| ServerError::plain("error-contact-not-found"))?;
        let rooms = world.rooms.of_contact(self.contact_id.as_str()).iter();
        let scope = call.scope();
        let is_shown = |room: &&Room| {
            scope.as_ref().is_none_or(|scope| scope.has_room(room)) && source.is_none_or(|text| is_from(room, text))
        };
        let rooms = rooms.filter_map(|(_, slot)| world.rooms.get(*slot)).filter(is_shown);
        let closed = rooms.filter(|room| room.closed_at.is_some());
        let last_first = Sort::by("closedAt").descending();
        let sort = Some(self.sort.as_ref().unwrap_or(&last_first));
        let query = Query { offset: self.offset, count: self.count, sort };
        let page = query.page_of(closed.collect(), &world.settings);
        let history = page.items.into_iter().map(conversation).collect();
        Response::new(&ListContactHistoryResponse::new(history, page.offset, page.total))
    }
}

/// Whether a text is in the kind of a room's source, or in its alias.
fn is_from(room: &Room, text: &str) -> bool {
    room.source.as_ref().is_some_and(|source| {
        let kind = source.source_type.as_ref().map(RoomSourceType::as_str);
        contains(kind, text) || contains(source.alias.as_deref(), text)
    })
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
    shown.last_message.clone_from(&room.last_message);
    shown.verified = room.verified;
    shown.source = room.source.as_deref().cloned();
    shown
}
