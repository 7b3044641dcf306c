use livechat_sdk::{
    model::{MessageType, TransferData},
    rooms::ListTransferHistory,
};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    sim::list::Query,
};

impl Simulate for ListTransferHistory {
    /// The transfers of a room, the oldest first.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let room = call.room(&self.room_id)?;
        let world = &*call.world;
        let notes =
            world.messages(&room.id).filter(|message| message.message_type == Some(MessageType::TransferHistory));
        let transfers: Vec<&TransferData> = notes.filter_map(|message| message.transfer_data.as_deref()).collect();
        let query = Query { offset: self.offset, count: self.count, sort: self.sort.as_ref() };
        Response::page("history", &query.page_of(transfers, &world.settings))
    }
}
