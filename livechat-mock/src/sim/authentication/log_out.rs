use livechat_sdk::authentication::{LogOut, LogOutResponse};

use super::log_in::Envelope;
use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for LogOut {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        if let Some(token) = call.headers.get("x-auth-token").and_then(|token| token.to_str().ok()) {
            call.world.users.log_out(token);
        }
        let response = LogOutResponse::new("You've been logged out!");
        Response::variant(&Envelope::new(response.status, response.data, call.world.server_version()))
    }
}
