use livechat_sdk::messages::{DeleteMessage, DeleteMessageResponse};

use crate::{
    ServerError,
    shape::{Kind, Shape, Style, required},
    sim::{Answer, Behaviour, Call, Simulate},
};

impl Simulate for DeleteMessage {
    const SHAPE: Shape = Shape {
        style: Style::Schema,
        fields: &[required("_id", Kind::String), required("token", Kind::String), required("rid", Kind::String)],
    };
    const ANSWER: Option<Behaviour<Self>> = Some(answer);
}

fn answer(request: &DeleteMessage, call: &mut Call<'_>) -> Result<Answer, ServerError> {
    let visitor = call.visitor(&request.token)?.id.clone();
    call.room_of(&request.token, &request.room_id)?;
    let found = call.world.messages.by_id(request.id.as_str());
    let found = found.ok_or_else(|| ServerError::plain("invalid-message"))?;
    if found.author.id != visitor.as_str() || !call.world.settings.flag("Message_AllowDeleting") {
        return Err(ServerError::plain("error-action-not-allowed")
            .hint("a visitor deletes what the visitor wrote, where the setting Message_AllowDeleting is on"));
    }
    call.world.delete_message(&request.id);
    Answer::json(&DeleteMessageResponse::new(request.id.clone(), call.now))
}
