//! Transcripts.

mod discard_transcript;
mod request_pdf_transcript;
mod request_transcript;
mod send_transcript;

use livechat_sdk::{
    RoomId,
    model::{Room, TranscriptRequest},
};
use serde_json::json;

use crate::{
    ServerError,
    hint::{self, Wanted},
    operation::Call,
};

/// An open room, or the error response that a request for a transcript and its withdrawal share.
fn open_room<'c>(call: &'c Call<'_>, room: &RoomId) -> Result<&'c Room, ServerError> {
    let error = ServerError::reason("Invalid room", "error-invalid-room");
    match call.world.room(room) {
        Some(room) if room.is_open() => Ok(room),
        Some(_) => Err(error.hint("the room is closed")),
        None => Err(hint::unknown(error, call.world, room.as_str(), Wanted::RoomId)),
    }
}

/// What a room keeps of the caller's wish for a transcript.
pub(crate) fn transcript_request(email: &str, subject: &str, call: &Call<'_>) -> TranscriptRequest {
    let mut request = TranscriptRequest::new(email, subject);
    request.requested_at = Some(call.origin.now);
    if let Some(user) = call.caller.and_then(|caller| call.world.user(caller)) {
        let by = [
            ("_id", json!(user.id)),
            ("username", json!(user.username)),
            ("name", json!(user.name)),
            ("utcOffset", json!(user)["utcOffset"].clone()),
        ];
        let known = by.into_iter().filter(|(_, value)| !value.is_null());
        request.requested_by = Some(known.map(|(key, value)| (key.to_owned(), value)).collect());
    }
    request
}
