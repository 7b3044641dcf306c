use livechat_sdk::{
    model::Agent,
    users::{AddUser, AddUserResponse},
};

use super::role;
use crate::{
    ServerError,
    shape::{Kind, Shape, Style, required},
    sim::{Answer, Behaviour, Call, Simulate},
};

impl Simulate for AddUser {
    const SHAPE: Shape =
        Shape { style: Style::Schema, fields: &[required("type", Kind::String), required("username", Kind::String)] };
    const ANSWER: Option<Behaviour<Self>> = Some(answer);
}

fn answer(request: &AddUser, call: &mut Call<'_>) -> Result<Answer, ServerError> {
    let role = role(&request.user_type)?;
    let Some(user) = call.world.users.by_username(&request.username).map(|account| account.user.id.clone()) else {
        return Err(ServerError::named("error-invalid-user").hint("nobody has this user name; it is not the id"));
    };
    call.world.add_role(&user, role);
    Answer::json(&AddUserResponse::new(Agent::new(user).username(request.username.clone())))
}
