use livechat_sdk::{
    messages::{ListRoomMessages, ListRoomMessagesResponse},
    model::{Message, MessageType},
};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    sim::list::Query,
};

impl Simulate for ListRoomMessages {
    /// What people wrote in a room and how it was closed, the newest first. The count is the one that was asked for.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let room = call.room(&self.room_id)?;
        let world = &*call.world;
        if !call.may_see(room) {
            return Err(ServerError::plain("not-allowed"));
        }
        let term = self.search_term.as_deref().unwrap_or_default().to_lowercase();
        let is_shown = |message: &&Message| {
            message.message_type.as_ref().is_none_or(|kind| *kind == MessageType::LivechatClose)
                && message.hidden != Some(true)
                && (term.is_empty() || message.text.to_lowercase().contains(&term))
        };
        let shown = world.messages(&room.id).rev().filter(is_shown).collect();
        let query = Query { offset: self.offset, count: self.count, sort: self.sort.as_ref() };
        let page = query.page_of(shown, &world.settings);
        let count = query.count(&world.settings);
        let messages = page.items.into_iter().cloned().collect();
        Response::new(&ListRoomMessagesResponse::new(messages, count, page.offset, page.total))
    }
}
