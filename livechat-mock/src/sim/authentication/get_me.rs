use livechat_sdk::{
    authentication::{GetMe, GetMeResponse},
    model::User,
};

use crate::{
    ServerError, World,
    operation::{Call, Response, Simulate},
    sim::users::status,
    world::AGENT,
};

impl Simulate for GetMe {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let version = call.world.server_version();
        let me = call.caller.and_then(|caller| me(call.world, caller.as_str()));
        Response::new(&GetMeResponse::new(me.ok_or_else(|| ServerError::not_logged_in(version))?))
    }
}

/// A user as users see themselves.
pub(super) fn me(world: &World, id: &str) -> Option<User> {
    let account = world.users.by_id(id)?;
    let mut user = account.user.clone();
    user.livechat_status = account.has_role(AGENT).then(|| status(account));
    let site = world.settings.text("Site_Url").trim_end_matches('/');
    user.avatar_url = user.username.as_deref().map(|username| format!("{site}/avatar/{username}"));
    user.email = user.emails.iter().find(|email| email.verified == Some(true)).map(|email| email.address.clone());
    Some(user)
}
