use livechat_sdk::{Acknowledged, model::Closer, rooms::CloseRoomByUser};

use crate::{
    Edition, ServerError, hint,
    operation::{Call, Response, Simulate},
    sim::transcripts::transcript_request,
    world::{Closing, Transcript},
};

impl Simulate for CloseRoomByUser {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let room = call.livechat_room(&self.room_id)?;
        let is_in = call.caller.is_some_and(|caller| call.world.subscriptions.get(&room.id, caller).is_some());
        if !is_in && !call.is_permitted("close-others-livechat-room") {
            return Err(ServerError::plain("error-not-authorized")
                .hint("the caller is not in the room, and lacks the permission close-others-livechat-room"));
        }
        let is_by_force =
            self.force_close == Some(true) && call.world.settings.flag("Omnichannel_allow_force_close_conversations");
        if !room.is_open() && !is_by_force {
            return Err(ServerError::plain("error-room-already-closed"));
        }
        let room = room.id.clone();
        let closing = Closing {
            by: call.author()?,
            closer: Closer::User,
            comment: self.comment.as_deref().unwrap_or_default().trim().to_owned(),
            tags: self.tags.clone(),
            transcript: transcript(self, call),
            by_force: is_by_force,
        };
        call.world.close(&room, closing, call.origin.now)?;
        if self.generate_transcript_pdf == Some(true) {
            if call.world.edition() == Edition::Enterprise {
                call.world.make_pdf_transcript(&room, call.origin.now);
            } else {
                call.add_hint(hint::without_licence("generateTranscriptPdf"));
            }
        }
        Response::new(&Acknowledged::default())
    }
}

fn transcript(request: &CloseRoomByUser, call: &Call<'_>) -> Transcript {
    match &request.transcript_email {
        None => Transcript::AsAsked,
        Some(wish) if wish.send_to_visitor => {
            let data = wish.request_data.as_ref();
            Transcript::Sent(data.map(|data| Box::new(transcript_request(&data.email, &data.subject, call))))
        }
        Some(_) => Transcript::NotSent,
    }
}
