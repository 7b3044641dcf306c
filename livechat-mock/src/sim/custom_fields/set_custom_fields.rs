use livechat_sdk::custom_fields::{SetCustomFields, SetCustomFieldsResponse};

use super::set_custom_field::{NOTHING_WRITTEN, store};
use crate::{
    ServerError, ServerVersion,
    shape::{Kind, Shape, Style, required},
    sim::{Answer, Behaviour, Call, Simulate},
};

impl Simulate for SetCustomFields {
    const SHAPE: Shape = Shape {
        style: Style::Schema,
        fields: &[required("token", Kind::String), required("customFields", Kind::List(&FIELD))],
    };
    const ANSWER: Option<Behaviour<Self>> = Some(answer);
}

const FIELD: Kind = Kind::Object(&[
    required("key", Kind::String),
    required("value", Kind::String),
    required("overwrite", Kind::Boolean),
]);

fn answer(request: &SetCustomFields, call: &mut Call<'_>) -> Result<Answer, ServerError> {
    call.visitor(&request.token)?;
    for field in &request.custom_fields {
        if !store(call, &request.token, field)? && call.world.server_version() == ServerVersion::V7_0 {
            return Err(ServerError::plain("error-setting-custom-field").hint(NOTHING_WRITTEN));
        }
    }
    Answer::json(&SetCustomFieldsResponse::new(request.custom_fields.clone()))
}
