use livechat_sdk::users::{GetUser, GetUserResponse};

use super::{role, shown};
use crate::{
    ServerError, ServerVersion,
    shape::{Kind, Shape, Style, required},
    sim::{Answer, Behaviour, Call, Simulate},
};

impl Simulate for GetUser {
    const SHAPE: Shape =
        Shape { style: Style::Schema, fields: &[required("type", Kind::String), required("_id", Kind::String)] };
    const ANSWER: Option<Behaviour<Self>> = Some(answer);
}

fn answer(request: &GetUser, call: &mut Call<'_>) -> Result<Answer, ServerError> {
    let account = call.world.users.by_id(request.user_id.as_str());
    if account.is_none() && call.world.server_version() == ServerVersion::V7_0 {
        return Err(ServerError::plain("User not found"));
    }
    let role = role(&request.user_type)?;
    Answer::json(&GetUserResponse::new(account.filter(|account| account.has_role(role)).map(shown)))
}
