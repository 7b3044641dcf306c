use livechat_sdk::{
    RoomId, VisitorToken,
    messages::{SendMessages, SendMessagesResponse, SentMessage},
    model::Visitor,
};

use crate::{
    ServerError, ServerVersion,
    operation::{Call, Response, Simulate},
    world::api_source,
};

impl Simulate for SendMessages {
    /// Acts for a visitor, who may be a new one: the room is the visitor's open one, or a new one.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let token = &self.visitor.token;
        let visitor = match call.world.visitors.by_token(token.expose()) {
            Some(visitor) => visitor.clone(),
            None => {
                let guest = call.world.add_guest(token, call.origin.now);
                // Servers up to 8.0 register the visitor, and do not see it.
                if call.world.server_version() <= ServerVersion::V8_0 {
                    return Err(ServerError::plain("error-invalid-token")
                        .hint("the visitor was new and is registered now: a second call succeeds"));
                }
                guest
            }
        };
        let room = room(call, &visitor)?;
        call.world.check_channel_of(&room)?;
        let mut sent = Vec::with_capacity(self.messages.len());
        for message in &self.messages {
            call.world.visitor_writes(&room, None, &visitor, &message.text, call.origin.now);
            sent.push(SentMessage::new(
                visitor.username.clone().unwrap_or_default(),
                message.text.clone(),
                call.origin.now,
            ));
        }
        Response::new(&SendMessagesResponse::new(sent))
    }
}

fn room(call: &mut Call<'_>, visitor: &Visitor) -> Result<RoomId, ServerError> {
    let token = visitor.token.as_ref().map(VisitorToken::expose).unwrap_or_default();
    match call.world.rooms.first_open_of_token(token) {
        Some(room) => Ok(room.id.clone()),
        None => call.world.start_conversation(&visitor.id, api_source(), None, call.origin.now),
    }
}
