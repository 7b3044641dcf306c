use livechat_sdk::{
    model::Closer,
    rooms::{CloseRoom, CloseRoomResponse},
};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    world::{Closing, Transcript, visitor_author},
};

impl Simulate for CloseRoom {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        if !call.world.settings.flag("Omnichannel_allow_visitors_to_close_conversation") {
            return Err(ServerError::plain("error-not-allowed-to-close-conversation"));
        }
        let by = visitor_author(call.visitor(&self.token)?);
        let room = call.open_room_of(&self.token, &self.room_id)?.id.clone();
        let closing = Closing {
            by,
            closer: Closer::Visitor,
            comment: COMMENT.to_owned(),
            tags: Vec::new(),
            transcript: Transcript::AsAsked,
            by_force: false,
        };
        call.world.close(&room, closing, call.origin.now)?;
        Response::new(&CloseRoomResponse::new(room, COMMENT))
    }
}

/// The comment of a visitor who closes, in the server's language.
const COMMENT: &str = "Closed by visitor";
