use livechat_sdk::livechat::{GetRoutingConfig, GetRoutingConfigResponse, RoutingConfig};

use crate::{
    ServerError,
    shape::{Shape, Style},
    sim::{Answer, Behaviour, Call, Simulate},
};

impl Simulate for GetRoutingConfig {
    const SHAPE: Shape = Shape { style: Style::Schema, fields: &[] };
    const ANSWER: Option<Behaviour<Self>> = Some(answer);
}

fn answer(_: &GetRoutingConfig, call: &mut Call<'_>) -> Result<Answer, ServerError> {
    let config = if call.world.is_manual() { RoutingConfig::manual() } else { RoutingConfig::automatic() };
    Answer::json(&GetRoutingConfigResponse::new(config))
}
