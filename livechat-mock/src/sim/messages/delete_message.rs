use livechat_sdk::messages::{DeleteMessage, DeleteMessageResponse};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for DeleteMessage {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let visitor = call.visitor(&self.token)?.id.clone();
        call.room_of(&self.token, &self.room_id)?;
        let found = call.world.messages.by_id(self.id.as_str());
        let found = found.ok_or_else(|| ServerError::plain("invalid-message"))?;
        if found.author.id.as_deref() != Some(visitor.as_str()) || !call.world.settings.flag("Message_AllowDeleting") {
            return Err(ServerError::plain("error-action-not-allowed")
                .hint("a visitor deletes what the visitor wrote, where the setting Message_AllowDeleting is on"));
        }
        call.world.remove_message(&self.id);
        Response::new(&DeleteMessageResponse::new(self.id.clone(), call.origin.now))
    }
}
