use livechat_sdk::departments::{CheckDepartmentCreation, CheckDepartmentCreationResponse};

use crate::{
    ServerError,
    shape::{Shape, Style},
    sim::{Answer, Behaviour, Call, Simulate},
};

impl Simulate for CheckDepartmentCreation {
    const SHAPE: Shape = Shape { style: Style::Schema, fields: &[] };
    const ANSWER: Option<Behaviour<Self>> = Some(answer);
}

fn answer(_: &CheckDepartmentCreation, call: &mut Call<'_>) -> Result<Answer, ServerError> {
    Answer::json(&CheckDepartmentCreationResponse::new(call.world.may_add_department()))
}
