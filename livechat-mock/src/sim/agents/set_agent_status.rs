use livechat_sdk::agents::SetAgentStatus;

use crate::{
    shape::{Kind, Shape, Style, optional},
    sim::Simulate,
};

impl Simulate for SetAgentStatus {
    const SHAPE: Shape = Shape {
        style: Style::Schema,
        fields: &[optional("status", Kind::OneOf(&["available", "not-available"])), optional("agentId", Kind::String)],
    };
}
