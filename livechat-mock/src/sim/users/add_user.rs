use livechat_sdk::{
    model::Agent,
    users::{AddUser, AddUserResponse},
};

use super::role;
use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for AddUser {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let role = role(&self.user_type)?;
        let Some(user) = call.world.users.by_username(&self.username).map(|account| account.user.id.clone()) else {
            return Err(ServerError::named("error-invalid-user").hint("no user has this user name; it is not the id"));
        };
        call.world.add_role(&user, role);
        Response::new(&AddUserResponse::new(Agent::new(user).username(self.username.clone())))
    }
}
