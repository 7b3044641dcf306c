use livechat_sdk::custom_fields::{GetCustomField, GetCustomFieldResponse};

use crate::{
    ServerError,
    shape::{Kind, Shape, Style, required},
    sim::{Answer, Behaviour, Call, Simulate},
};

impl Simulate for GetCustomField {
    const SHAPE: Shape = Shape { style: Style::Schema, fields: &[required("_id", Kind::String)] };
    const ANSWER: Option<Behaviour<Self>> = Some(answer);
}

/// A field that nobody defined is `null`, and no error.
fn answer(request: &GetCustomField, call: &mut Call<'_>) -> Result<Answer, ServerError> {
    Answer::json(&GetCustomFieldResponse::new(call.world.custom_field(&request.key).cloned()))
}
