use livechat_sdk::server::{GetServerInfo, GetServerInfoResponse};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for GetServerInfo {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        Response::new(&GetServerInfoResponse::new(call.world.server_version().number()))
    }
}
