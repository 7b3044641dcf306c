use livechat_sdk::{
    UserId,
    transcripts::{SendTranscript, SendTranscriptResponse},
};
use serde_json::json;

use crate::{
    ServerError,
    hint::{self, Wanted},
    operation::{Call, Response, Simulate},
    sim::looks_like_an_address,
    world::BOT,
};

impl Simulate for SendTranscript {
    /// The token is compared with the room's alone: it may be one that its visitor has no longer. The subject is not used.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let world = &mut *call.world;
        let Some(room) = world.room(&self.room_id) else {
            let error = ServerError::plain("error-invalid-room");
            return Err(hint::unknown(error, world, self.room_id.as_str(), Wanted::RoomId));
        };
        if room.visitor.token.as_ref() != Some(&self.token) {
            let error = ServerError::plain("error-invalid-visitor");
            return Err(error.hint("the room was opened with another token"));
        }
        if !looks_like_an_address(&self.email) {
            return Err(ServerError::named("invalid email"));
        }
        let visitor = json!(room.visitor);
        let bot = world.user_author(&UserId::from(BOT)).ok_or_else(|| ServerError::plain("error-invalid-user"))?;
        let request = [
            ("type", json!("visitor")),
            ("visitor", visitor),
            ("user", json!({"_id": bot.id, "username": bot.username, "name": bot.name})),
        ];
        let request = request.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
        world.note_transcript(&self.room_id, bot, request, call.origin.now);
        Response::new(&SendTranscriptResponse::new("Omnichannel transcript sent"))
    }
}
