use livechat_sdk::transcripts::{SendTranscript, SendTranscriptResponse};
use serde_json::json;

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    world::visitor_author,
};

impl Simulate for SendTranscript {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let room = call.world.room(&self.room_id).filter(|room| room.visitor.token.as_ref() == Some(&self.token));
        let visitor = call.world.visitors.by_token(self.token.expose());
        let (Some(room), Some(visitor)) = (room, visitor) else {
            return Err(ServerError::plain("error-invalid-visitor"));
        };
        let (room, author) = (room.id.clone(), visitor_author(visitor));
        let note = json!({"type": "visitor", "email": self.email, "subject": self.subject, "ts": call.now});
        call.world.note_transcript(&room, author, note.as_object().cloned().unwrap_or_default(), call.now);
        Response::new(&SendTranscriptResponse::new("Omnichannel transcript sent"))
    }
}
