use livechat_sdk::{
    model::Closer,
    rooms::{CloseRoom, CloseRoomResponse},
};

use crate::{
    ServerError,
    shape::{Kind, Shape, Style, required},
    sim::{Answer, Behaviour, Call, Simulate},
    world::{Closing, Transcript, visitor_author},
};

impl Simulate for CloseRoom {
    const SHAPE: Shape =
        Shape { style: Style::Schema, fields: &[required("rid", Kind::String), required("token", Kind::String)] };
    const ANSWER: Option<Behaviour<Self>> = Some(answer);
}

/// The comment of a visitor who closes, in the server's language.
const COMMENT: &str = "Closed by visitor";

fn answer(request: &CloseRoom, call: &mut Call<'_>) -> Result<Answer, ServerError> {
    if !call.world.settings.flag("Omnichannel_allow_visitors_to_close_conversation") {
        return Err(ServerError::plain("error-not-allowed-to-close-conversation"));
    }
    let by = visitor_author(call.visitor(&request.token)?);
    let room = call.open_room_of(&request.token, &request.room_id)?.id.clone();
    let closing = Closing {
        by,
        closer: Closer::Visitor,
        comment: COMMENT.to_owned(),
        tags: Vec::new(),
        transcript: Transcript::AsAsked,
    };
    call.world.close(&room, closing, call.now)?;
    Answer::json(&CloseRoomResponse::new(room, COMMENT))
}
