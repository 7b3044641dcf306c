use livechat_sdk::livechat::{GetRoutingConfig, GetRoutingConfigResponse, RoutingConfig};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for GetRoutingConfig {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let config = if call.world.is_manual() { RoutingConfig::manual() } else { RoutingConfig::automatic() };
        Response::new(&GetRoutingConfigResponse::new(config))
    }
}
