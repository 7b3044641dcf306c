use livechat_sdk::authentication::{LogOut, LogOutResponse};

use super::log_in::Envelope;
use crate::{
    ServerError,
    shape::Shape,
    sim::{Answer, Behaviour, Call, Simulate},
};

impl Simulate for LogOut {
    const SHAPE: Shape = Shape::unchecked();
    const ANSWER: Option<Behaviour<Self>> = Some(answer);
}

fn answer(_: &LogOut, call: &mut Call<'_>) -> Result<Answer, ServerError> {
    if let Some(token) = call.headers.get("x-auth-token").and_then(|token| token.to_str().ok()) {
        call.world.users.log_out(token);
    }
    let response = LogOutResponse::new("You've been logged out!");
    Answer::json(&Envelope::new(response.status, response.data, call.world.server_version()))
}
