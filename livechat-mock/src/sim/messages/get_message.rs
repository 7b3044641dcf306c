use livechat_sdk::messages::GetMessage;

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for GetMessage {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        call.visitor(&self.token)?;
        let room = call.room_of(&self.token, &self.room_id)?.id.clone();
        match call.world.messages.by_id(self.id.as_str()) {
            Some(message) if message.room_id.as_ref() == Some(&room) => Response::one("message", message),
            _ => Err(ServerError::plain("invalid-message")),
        }
    }
}
