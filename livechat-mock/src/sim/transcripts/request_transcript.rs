use livechat_sdk::{Acknowledged, transcripts::RequestTranscript};

use crate::{
    ServerError,
    shape::{Kind, Shape, Style, required},
    sim::{Answer, Behaviour, Call, Simulate},
};

impl Simulate for RequestTranscript {
    const SHAPE: Shape = Shape {
        style: Style::Schema,
        fields: &[required("rid", Kind::String), required("email", Kind::String), required("subject", Kind::String)],
    };
    const ANSWER: Option<Behaviour<Self>> = Some(answer);
}

fn answer(request: &RequestTranscript, call: &mut Call<'_>) -> Result<Answer, ServerError> {
    let room = super::open_room(call, &request.room_id)?;
    if room.transcript_request.is_some() {
        return Err(ServerError::reason("Transcript already requested", "error-transcript-already-requested"));
    }
    let wish = Box::new(super::transcript_request(&request.email, &request.subject, call));
    call.world.change_room(&request.room_id, call.now, |room| room.transcript_request = Some(wish));
    Answer::json(&Acknowledged::default())
}
