use livechat_sdk::monitors::{AddMonitor, AddMonitorResponse};
use serde_json::json;

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    world::MONITOR,
};

impl Simulate for AddMonitor {
    /// The response has the roles from before.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let Some(account) = call.world.users.by_username(&self.username) else {
            return Err(ServerError::reason("Invalid user", "error-invalid-user")
                .details(json!({"method": "livechat:addMonitor"}))
                .hint("no user has this user name; it is not the id"));
        };
        let (user, roles) = (account.user.id.clone(), account.user.roles.clone());
        call.world.add_role(&user, MONITOR);
        Response::new(&AddMonitorResponse::new(user, Some(self.username.clone()), roles))
    }
}
