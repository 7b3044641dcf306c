use livechat_sdk::users::{GetUser, GetUserResponse};

use super::{role, shown};
use crate::{
    ServerError, ServerVersion,
    operation::{Call, Response, Simulate},
};

impl Simulate for GetUser {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let account = call.world.users.by_id(self.user_id.as_str());
        if account.is_none() && call.world.server_version() < ServerVersion::V8_0 {
            return Err(ServerError::plain("User not found"));
        }
        let role = role(&self.user_type)?;
        Response::new(&GetUserResponse::new(account.filter(|account| account.has_role(role)).map(shown)))
    }
}
