use livechat_sdk::rooms::ForwardRoom;

use crate::{
    shape::{Kind, Shape, Style, optional, required},
    sim::Simulate,
};

impl Simulate for ForwardRoom {
    const SHAPE: Shape = Shape {
        style: Style::Schema,
        fields: &[
            required("roomId", Kind::String),
            optional("userId", Kind::String),
            optional("departmentId", Kind::String),
            optional("comment", Kind::String),
            optional("clientAction", Kind::Boolean),
        ],
    };
}
