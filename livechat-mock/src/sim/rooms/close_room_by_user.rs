use livechat_sdk::{Acknowledged, model::Closer, rooms::CloseRoomByUser};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    sim::transcripts::transcript_request,
    world::{Closing, Transcript},
};

impl Simulate for CloseRoomByUser {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let room = call.livechat_room(&self.room_id)?;
        if !room.is_open() {
            return Err(ServerError::plain("error-room-already-closed"));
        }
        if !call.serves(room) && !call.is_permitted("close-others-livechat-room") {
            return Err(ServerError::plain("error-not-authorized")
                .hint("the caller does not serve the room, and lacks the permission close-others-livechat-room"));
        }
        let room = room.id.clone();
        let closing = Closing {
            by: call.author()?,
            closer: Closer::User,
            comment: self.comment.as_deref().unwrap_or_default().trim().to_owned(),
            tags: self.tags.clone(),
            transcript: transcript(self, call),
        };
        call.world.close(&room, closing, call.now)?;
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
