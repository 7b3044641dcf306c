use livechat_sdk::monitors::{GetMonitor, GetMonitorResponse};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    sim::users::shown,
    world::MONITOR,
};

impl Simulate for GetMonitor {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let found = call.world.users.by_username(&self.username).filter(|account| account.has_role(MONITOR));
        let monitor = found.ok_or_else(|| {
            ServerError::plain("invalid-user").hint("no user with the role livechat-monitor has this user name")
        })?;
        Response::new(&GetMonitorResponse::new(shown(monitor)))
    }
}
