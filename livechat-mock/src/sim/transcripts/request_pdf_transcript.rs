use livechat_sdk::{Acknowledged, transcripts::RequestPdfTranscript};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for RequestPdfTranscript {
    /// Servers make the file later; here it is there at once.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let room = call.livechat_room(&self.room_id)?;
        if !call.may_see(room) {
            return Err(ServerError::plain("error-not-allowed").hint("the caller has no access to the room"));
        }
        if room.is_open() {
            return Err(ServerError::plain("room-still-open"));
        }
        if room.visitor.id.is_none() {
            return Err(ServerError::plain("improper-room-state").hint("the room has no visitor"));
        }
        if room.pdf_transcript_file_id.is_some() {
            call.add_hint("the room has its transcript already, so nothing happens");
        }
        call.world.make_pdf_transcript(&self.room_id, call.origin.now);
        Response::new(&Acknowledged::default())
    }
}
