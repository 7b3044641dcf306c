use livechat_sdk::triggers::{GetTrigger, GetTriggerResponse};

use crate::{
    ServerError,
    shape::{Kind, Shape, Style, required},
    sim::{Answer, Behaviour, Call, Simulate},
};

impl Simulate for GetTrigger {
    const SHAPE: Shape = Shape { style: Style::Schema, fields: &[required("_id", Kind::String)] };
    const ANSWER: Option<Behaviour<Self>> = Some(answer);
}

/// A trigger that nobody knows is `null`, and no error.
fn answer(request: &GetTrigger, call: &mut Call<'_>) -> Result<Answer, ServerError> {
    Answer::json(&GetTriggerResponse::new(call.world.trigger(&request.id).cloned()))
}
