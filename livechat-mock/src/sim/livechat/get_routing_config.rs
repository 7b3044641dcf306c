use livechat_sdk::livechat::GetRoutingConfig;

use crate::{
    shape::{Shape, Style},
    sim::Simulate,
};

impl Simulate for GetRoutingConfig {
    const SHAPE: Shape = Shape { style: Style::Schema, fields: &[] };
}
