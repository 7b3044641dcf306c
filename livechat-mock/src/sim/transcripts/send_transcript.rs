use livechat_sdk::transcripts::{SendTranscript, SendTranscriptResponse};
use serde_json::json;

use crate::{
    ServerError,
    limiter::Rate,
    shape::{Kind, Shape, Style, optional, required},
    sim::{Answer, Behaviour, Call, Simulate},
    world::visitor_author,
};

impl Simulate for SendTranscript {
    const SHAPE: Shape = Shape {
        style: Style::Schema,
        fields: &[
            required("rid", Kind::String),
            required("token", Kind::String),
            required("email", Kind::String),
            optional("subject", Kind::String),
        ],
    };
    const RATE: Option<Rate> = Some(Rate { calls: 5, millis: 60_000 });
    const ANSWER: Option<Behaviour<Self>> = Some(answer);
}

fn answer(request: &SendTranscript, call: &mut Call<'_>) -> Result<Answer, ServerError> {
    let room = call.world.room(&request.room_id).filter(|room| room.visitor.token.as_ref() == Some(&request.token));
    let visitor = call.world.visitors.by_token(request.token.expose());
    let (Some(room), Some(visitor)) = (room, visitor) else { return Err(ServerError::plain("error-invalid-visitor")) };
    let (room, author) = (room.id.clone(), visitor_author(visitor));
    let note = json!({"type": "visitor", "email": request.email, "subject": request.subject, "ts": call.now});
    call.world.note_transcript(&room, author, note.as_object().cloned().unwrap_or_default(), call.now);
    Answer::json(&SendTranscriptResponse::new("Omnichannel transcript sent"))
}
