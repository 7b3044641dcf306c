use livechat_sdk::{Acknowledged, users::RemoveUser};
use serde_json::json;

use super::role;
use crate::{
    ServerError,
    shape::{Kind, Shape, Style, required},
    sim::{Answer, Behaviour, Call, Simulate},
};

impl Simulate for RemoveUser {
    const SHAPE: Shape =
        Shape { style: Style::Schema, fields: &[required("type", Kind::String), required("_id", Kind::String)] };
    const ANSWER: Option<Behaviour<Self>> = Some(answer);
}

fn answer(request: &RemoveUser, call: &mut Call<'_>) -> Result<Answer, ServerError> {
    if call.world.user(&request.user_id).is_none() {
        return Err(
            ServerError::new(400, json!({"success": false})).hint("nobody has this id; it is not the user name")
        );
    }
    call.world.remove_role(&request.user_id, role(&request.user_type)?);
    Answer::json(&Acknowledged::default())
}
