use livechat_sdk::{Acknowledged, transcripts::DiscardTranscript};

use crate::{
    ServerError,
    shape::{Kind, Shape, Style, required},
    sim::{Answer, Behaviour, Call, Simulate},
};

impl Simulate for DiscardTranscript {
    const SHAPE: Shape = Shape { style: Style::Schema, fields: &[required("rid", Kind::String)] };
    const ANSWER: Option<Behaviour<Self>> = Some(answer);
}

fn answer(request: &DiscardTranscript, call: &mut Call<'_>) -> Result<Answer, ServerError> {
    if super::open_room(call, &request.room_id)?.transcript_request.is_none() {
        return Err(ServerError::plain("error-transcript-not-requested"));
    }
    call.world.change_room(&request.room_id, call.now, |room| room.transcript_request = None);
    Answer::json(&Acknowledged::default())
}
