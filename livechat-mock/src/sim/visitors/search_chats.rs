use livechat_sdk::{
    model::{MessageType, Room},
    visitors::{FoundChat, SearchChats, SearchChatsResponse},
};

use super::visible_room;
use crate::{
    ServerError, World,
    operation::{Call, Response, Simulate},
    sim::list::Query,
};

impl Simulate for SearchChats {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        visible_room(&self.room_id, call)?;
        let world = &*call.world;
        let rooms = world.rooms.of_visitor(self.visitor_id.as_str());
        let rooms: Vec<_> = rooms.iter().rev().filter_map(|(_, slot)| world.rooms.get(*slot)).collect();
        let scope = call.scope();
        let rooms = rooms.into_iter().filter(|room| scope.as_ref().is_none_or(|scope| scope.has_room(room)));
        let found = rooms.filter(|room| is_asked_for(self, room, world)).collect();
        let query = Query { offset: self.offset, count: self.count, sort: self.sort.as_ref() };
        let page = query.page_of(found, &world.settings);
        let history = page.items.into_iter().map(|room| shown(room, world)).collect();
        Response::new(&SearchChatsResponse::new(history, page.offset, page.total))
    }
}

/// A filter counts if its text is `true`; without filters all rooms are asked for.
fn is_asked_for(request: &SearchChats, room: &Room, world: &World) -> bool {
    let has = |text: &String| world.messages(&room.id).any(|message| message.text.contains(text.as_str()));
    let source = room.source.as_ref().and_then(|source| source.source_type.as_ref());
    (request.closed_chats_only != Some(true) || room.closed_at.is_some())
        && (request.served_chats_only != Some(true) || room.served_by.is_some())
        && request.source.as_ref().is_none_or(|wanted| source == Some(wanted))
        && request.search_text.as_ref().filter(|text| !text.is_empty()).is_none_or(has)
}

fn shown(room: &Room, world: &World) -> FoundChat {
    let mut shown = FoundChat::new(room.id.clone())
        .created_at(room.created_at)
        .visitor(room.visitor.clone())
        .message_count(room.message_count)
        .tags(room.tags.clone());
    shown.display_name.clone_from(&room.display_name);
    shown.served_by.clone_from(&room.served_by);
    shown.closed_at = room.closed_at;
    shown.closed_by = room.closed_by.as_deref().cloned();
    shown.closer.clone_from(&room.closer);
    let mut messages = world.messages(&room.id).rev();
    let closing = messages.find(|message| message.message_type == Some(MessageType::LivechatClose));
    shown.closing_message = closing.cloned().map(Box::new);
    shown
}
