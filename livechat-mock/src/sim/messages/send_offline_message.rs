use livechat_sdk::messages::SendOfflineMessage;

use crate::{
    limiter::Rate,
    shape::{Kind, Shape, Style, optional, required},
    sim::Simulate,
};

impl Simulate for SendOfflineMessage {
    const SHAPE: Shape = Shape {
        style: Style::Schema,
        fields: &[
            required("name", Kind::String),
            required("email", Kind::String),
            required("message", Kind::String),
            optional("department", Kind::String),
            optional("host", Kind::String),
        ],
    };
    const RATE: Option<Rate> = Some(Rate { calls: 1, millis: 5_000 });
}
