use livechat_sdk::{
    messages::{ListRoomMessages, ListRoomMessagesResponse},
    model::{Message, MessageType},
};

use crate::{
    ServerError,
    shape::{COUNT, Kind, OFFSET, SORT, Shape, Style, optional, required},
    sim::{Answer, Behaviour, Call, Simulate, list::Query},
};

impl Simulate for ListRoomMessages {
    const SHAPE: Shape = Shape {
        style: Style::Schema,
        fields: &[required("rid", Kind::String), optional("searchTerm", Kind::String), OFFSET, COUNT, SORT],
    };
    const ANSWER: Option<Behaviour<Self>> = Some(answer);
}

/// What people wrote in a room and how it was closed, the newest first. The count is the one that was asked for.
fn answer(request: &ListRoomMessages, call: &mut Call<'_>) -> Result<Answer, ServerError> {
    let room = call.room(&request.room_id)?;
    let world = &*call.world;
    if !call.may_see(room) {
        return Err(ServerError::plain("not-allowed"));
    }
    let term = request.search_term.as_deref().unwrap_or_default().to_lowercase();
    let is_shown = |message: &&Message| {
        message.message_type.as_ref().is_none_or(|kind| *kind == MessageType::LivechatClose)
            && message.hidden != Some(true)
            && (term.is_empty() || message.text.to_lowercase().contains(&term))
    };
    let shown = world.messages(&room.id).rev().filter(is_shown).collect();
    let query = Query { offset: request.offset, count: request.count, sort: request.sort.as_ref() };
    let page = query.page_of(shown, &world.settings);
    let count = query.count(&world.settings);
    let messages = page.items.into_iter().cloned().collect();
    Answer::json(&ListRoomMessagesResponse::new(messages, count, page.offset, page.total))
}
