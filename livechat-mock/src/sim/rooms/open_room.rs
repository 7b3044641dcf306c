use livechat_sdk::rooms::OpenRoom;

use crate::{
    limiter::Rate,
    shape::{Kind, Shape, Style, optional, required},
    sim::Simulate,
};

impl Simulate for OpenRoom {
    const SHAPE: Shape = Shape {
        style: Style::Match,
        fields: &[
            required("token", Kind::String),
            optional("rid", Kind::String),
            optional("agentId", Kind::String),
            optional("sla", Kind::String),
            optional("priority", Kind::String),
        ],
    };
    const RATE: Option<Rate> = Some(Rate { calls: 5, millis: 60_000 });
}
