use livechat_sdk::{Acknowledged, transcripts::DiscardTranscript};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for DiscardTranscript {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        if super::open_room(call, &self.room_id)?.transcript_request.is_none() {
            return Err(ServerError::reason("Transcript not requested", "error-transcript-not-requested"));
        }
        call.world.modify_room_at(&self.room_id, call.origin.now, |room| room.transcript_request = None);
        Response::new(&Acknowledged::default())
    }
}
