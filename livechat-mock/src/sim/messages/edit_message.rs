use livechat_sdk::{messages::EditMessage, model::EditedBy};

use crate::{
    ServerError,
    shape::{Kind, Shape, Style, required},
    sim::{Answer, Behaviour, Call, Simulate},
};

impl Simulate for EditMessage {
    const SHAPE: Shape = Shape {
        style: Style::Schema,
        fields: &[
            required("_id", Kind::String),
            required("token", Kind::String),
            required("rid", Kind::String),
            required("msg", Kind::String),
        ],
    };
    const ANSWER: Option<Behaviour<Self>> = Some(answer);
}

fn answer(request: &EditMessage, call: &mut Call<'_>) -> Result<Answer, ServerError> {
    let visitor = call.visitor(&request.token)?.clone();
    let room = call.room_of(&request.token, &request.room_id)?.id.clone();
    let id = request.id.as_str();
    let found = call.world.messages.by_id(id).ok_or_else(|| ServerError::plain("invalid-message"))?;
    let is_author = found.author.id == visitor.id.as_str();
    if !is_author || !call.world.settings.flag("Message_AllowEditing") {
        return Err(ServerError::plain("error-action-not-allowed")
            .hint("a visitor edits what the visitor wrote, where the setting Message_AllowEditing is on"));
    }
    let by = EditedBy::new(visitor.id.as_str(), visitor.username.clone().unwrap_or_default());
    let now = call.now;
    call.world.edit_message(&request.id, &room, |message| {
        message.text.clone_from(&request.text);
        message.edited_at = Some(now);
        message.edited_by = Some(by);
        message.updated_at = Some(now);
    });
    Answer::one("message", call.stored_message(&request.id)?)
}
