use livechat_sdk::departments::{ArchiveDepartment, ArchiveDepartmentResponse};

use crate::{
    ServerError,
    shape::{Kind, Shape, Style, required},
    sim::{Answer, Behaviour, Call, Simulate},
};

impl Simulate for ArchiveDepartment {
    const SHAPE: Shape = Shape { style: Style::Schema, fields: &[required("_id", Kind::String)] };
    const ANSWER: Option<Behaviour<Self>> = Some(answer);
}

/// An archived department is closed too.
fn answer(request: &ArchiveDepartment, call: &mut Call<'_>) -> Result<Answer, ServerError> {
    call.department(&request.id)?;
    call.world.update_department(&request.id, |department| {
        department.archived = Some(true);
        department.enabled = Some(false);
        department.updated_at = Some(call.now);
    });
    Answer::json(&ArchiveDepartmentResponse::new())
}
