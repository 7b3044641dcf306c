use livechat_sdk::triggers::{DeleteTrigger, DeleteTriggerResponse};

use crate::{
    ServerError,
    shape::{Kind, Shape, Style, required},
    sim::{Answer, Behaviour, Call, Simulate},
};

impl Simulate for DeleteTrigger {
    const SHAPE: Shape = Shape { style: Style::Schema, fields: &[required("_id", Kind::String)] };
    const ANSWER: Option<Behaviour<Self>> = Some(answer);
}

/// Whether there was one makes no difference.
fn answer(request: &DeleteTrigger, call: &mut Call<'_>) -> Result<Answer, ServerError> {
    call.world.remove_trigger(&request.id);
    Answer::json(&DeleteTriggerResponse::new())
}
