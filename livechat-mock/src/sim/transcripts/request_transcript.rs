use livechat_sdk::{Acknowledged, transcripts::RequestTranscript};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for RequestTranscript {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let room = super::open_room(call, &self.room_id)?;
        if room.transcript_request.is_some() {
            return Err(ServerError::reason("Transcript already requested", "error-transcript-already-requested"));
        }
        let wish = Box::new(super::transcript_request(&self.email, &self.subject, call));
        call.world.modify_room_at(&self.room_id, call.origin.now, |room| room.transcript_request = Some(wish));
        Response::new(&Acknowledged::default())
    }
}
