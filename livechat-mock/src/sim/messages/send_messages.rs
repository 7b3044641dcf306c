use livechat_sdk::messages::SendMessages;

use crate::{
    shape::{Kind, Shape, Style, required},
    sim::Simulate,
};

impl Simulate for SendMessages {
    const SHAPE: Shape = Shape {
        style: Style::Schema,
        fields: &[required("visitor", VISITOR), required("messages", Kind::NonEmptyList(&MESSAGE))],
    };
}

const VISITOR: Kind = Kind::Object(&[required("token", Kind::String)]);

const MESSAGE: Kind = Kind::Object(&[required("msg", Kind::String)]);
