use livechat_sdk::messages::SendMessage;

use crate::{
    ServerError, ServerVersion,
    operation::{Call, Response, Simulate},
};

impl Simulate for SendMessage {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let visitor = call.shared_visitor(&self.token)?;
        let room = call.open_room_of(&self.token, &self.room_id)?.id.clone();
        let settings = &call.world.settings;
        if settings.flag("Livechat_enable_message_character_limit")
            && self.text.encode_utf16().count() as u64 > settings.number("Livechat_message_character_limit")
        {
            return Err(ServerError::plain("message-length-exceeds-character-limit"));
        }
        call.world.check_channel_of(&room)?;
        // Newer servers answer the message that is there already.
        let known = self.id.as_ref().and_then(|id| call.world.messages.by_id(id.as_str()));
        let id = match known {
            Some(message) if call.world.server_version() > ServerVersion::V7_0 => message.id.clone(),
            Some(_) => {
                return Err(ServerError::plain("E11000 duplicate key error")
                    .hint("a message has this _id already; what servers of the 7 line say then is not known"));
            }
            None => call.world.visitor_writes(&room, self.id.clone(), &visitor, &self.text, call.origin.now),
        };
        Response::one("message", call.stored_message(&id)?)
    }
}
