use livechat_sdk::{
    model::{MessageType, TransferData},
    rooms::ListTransferHistory,
};

use crate::{
    ServerError,
    shape::{COUNT, Kind, OFFSET, SORT, Shape, Style, required},
    sim::{Answer, Behaviour, Call, Simulate, list::Query},
};

impl Simulate for ListTransferHistory {
    const SHAPE: Shape = Shape { style: Style::Schema, fields: &[required("rid", Kind::String), OFFSET, COUNT, SORT] };
    const ANSWER: Option<Behaviour<Self>> = Some(answer);
}

/// How a room was handed on, the oldest first.
fn answer(request: &ListTransferHistory, call: &mut Call<'_>) -> Result<Answer, ServerError> {
    let room = call.room(&request.room_id)?;
    let world = &*call.world;
    let notes = world.messages(&room.id).filter(|message| message.message_type == Some(MessageType::TransferHistory));
    let transfers: Vec<&TransferData> = notes.filter_map(|message| message.transfer_data.as_deref()).collect();
    let query = Query { offset: request.offset, count: request.count, sort: request.sort.as_ref() };
    Answer::page("history", &query.page_of(transfers, &world.settings))
}
