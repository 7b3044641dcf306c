use livechat_sdk::custom_fields::{DeleteCustomField, DeleteCustomFieldResponse};

use crate::{
    ServerError,
    shape::{Kind, Shape, Style, required},
    sim::{Answer, Behaviour, Call, Simulate},
};

impl Simulate for DeleteCustomField {
    const SHAPE: Shape = Shape { style: Style::Typed, fields: &[required("customFieldId", Kind::String)] };
    const ANSWER: Option<Behaviour<Self>> = Some(answer);
}

fn answer(request: &DeleteCustomField, call: &mut Call<'_>) -> Result<Answer, ServerError> {
    match call.world.remove_custom_field(&request.custom_field_id) {
        Some(_) => Answer::json(&DeleteCustomFieldResponse::new()),
        None => Err(ServerError::plain("Custom field not found")),
    }
}
