use livechat_sdk::messages::SendMessage;

use crate::{
    shape::{Kind, Shape, Style, optional, required},
    sim::Simulate,
};

impl Simulate for SendMessage {
    const SHAPE: Shape = Shape {
        style: Style::Schema,
        fields: &[
            required("token", Kind::String),
            required("rid", Kind::String),
            required("msg", Kind::String),
            optional("_id", Kind::String),
            optional("agent", AGENT),
        ],
    };
}

const AGENT: Kind = Kind::Object(&[required("agentId", Kind::String), required("username", Kind::String)]);
