use livechat_sdk::{
    AuthToken,
    authentication::{LogIn, LogInData},
};
use serde::Serialize;

use super::get_me::me;
use crate::{
    ServerError, ServerVersion, World,
    operation::{Call, Response, Simulate},
    world::unauthorized,
};

impl Simulate for LogIn {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let version = call.world.server_version();
        let (user, token) = call.world.open_login(self)?;
        let data = login(call.world, user.as_str(), token).ok_or_else(|| unauthorized(version))?;
        Response::variant(&Envelope::new("success".to_owned(), data, version))
    }
}

fn login(world: &World, user: &str, token: AuthToken) -> Option<LogInData> {
    let me = me(world, user)?;
    Some(LogInData::new(me.id.clone(), token, me))
}

/// The envelope of logging in and out, which says twice that it worked since late in the 7 line.
#[derive(Serialize)]
pub(super) struct Envelope<T> {
    status: String,
    data: T,
    #[serde(skip_serializing_if = "Option::is_none")]
    success: Option<bool>,
}

impl<T> Envelope<T> {
    pub(super) fn new(status: String, data: T, version: ServerVersion) -> Self {
        Self { status, data, success: (version > ServerVersion::V7_0).then_some(true) }
    }
}
