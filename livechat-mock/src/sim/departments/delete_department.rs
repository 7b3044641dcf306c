use livechat_sdk::departments::{DeleteDepartment, DeleteDepartmentResponse};

use crate::{
    ServerError, ServerVersion,
    shape::{Kind, Shape, Style, required},
    sim::{Answer, Behaviour, Call, Simulate},
};

impl Simulate for DeleteDepartment {
    const SHAPE: Shape = Shape { style: Style::Schema, fields: &[required("_id", Kind::String)] };
    const ANSWER: Option<Behaviour<Self>> = Some(answer);
}

fn answer(request: &DeleteDepartment, call: &mut Call<'_>) -> Result<Answer, ServerError> {
    let is_allowed = call.world.settings.flag("Omnichannel_enable_department_removal");
    if !is_allowed && call.world.server_version() > ServerVersion::V7_0 {
        return Err(ServerError::plain("error-department-removal-disabled")
            .hint("the setting Omnichannel_enable_department_removal is off"));
    }
    call.department(&request.id)?;
    call.world.remove_department(&request.id);
    Answer::json(&DeleteDepartmentResponse::new())
}
