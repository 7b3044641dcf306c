use livechat_sdk::departments::{UnarchiveDepartment, UnarchiveDepartmentResponse};

use crate::{
    ServerError,
    shape::{Kind, Shape, Style, required},
    sim::{Answer, Behaviour, Call, Simulate},
};

impl Simulate for UnarchiveDepartment {
    const SHAPE: Shape = Shape { style: Style::Schema, fields: &[required("_id", Kind::String)] };
    const ANSWER: Option<Behaviour<Self>> = Some(answer);
}

/// It stays closed until somebody enables it.
fn answer(request: &UnarchiveDepartment, call: &mut Call<'_>) -> Result<Answer, ServerError> {
    call.department(&request.id)?;
    call.world.update_department(&request.id, |department| {
        department.archived = Some(false);
        department.updated_at = Some(call.now);
    });
    Answer::json(&UnarchiveDepartmentResponse::new())
}
