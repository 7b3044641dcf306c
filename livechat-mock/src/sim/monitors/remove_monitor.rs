use livechat_sdk::{Acknowledged, monitors::RemoveMonitor};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    world::MONITOR,
};

impl Simulate for RemoveMonitor {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let Some(account) = call.world.users.by_username(&self.username) else {
            return Err(ServerError::plain("Invalid user").hint("no user has this user name; it is not the id"));
        };
        if !account.has_role(MONITOR) {
            return Err(ServerError::plain("error-removing-monitor").hint("the user is no monitor"));
        }
        let user = account.user.id.clone();
        call.world.remove_role(&user, MONITOR);
        Response::new(&Acknowledged::default())
    }
}
