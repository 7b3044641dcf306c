use livechat_sdk::{messages::EditMessage, model::EditedBy};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for EditMessage {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let visitor = call.visitor(&self.token)?.clone();
        call.room_of(&self.token, &self.room_id)?;
        let id = self.id.as_str();
        let found = call.world.messages.by_id(id).ok_or_else(|| ServerError::plain("invalid-message"))?;
        let is_author = found.author.id.as_deref() == Some(visitor.id.as_str());
        if !is_author || !call.world.settings.flag("Message_AllowEditing") {
            return Err(ServerError::plain("error-action-not-allowed")
                .hint("a visitor edits what the visitor wrote, where the setting Message_AllowEditing is on"));
        }
        let by = EditedBy::new(visitor.id.as_str(), visitor.username.clone().unwrap_or_default());
        let now = call.origin.now;
        call.world.modify_message(&self.id, |message| {
            message.text.clone_from(&self.text);
            message.edited_at = Some(now);
            message.edited_by = Some(by.into());
            message.updated_at = Some(now);
        });
        Response::one("message", call.stored_message(&self.id)?)
    }
}
