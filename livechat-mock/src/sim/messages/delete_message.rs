use livechat_sdk::messages::DeleteMessage;

use crate::{
    shape::{Kind, Shape, Style, required},
    sim::Simulate,
};

impl Simulate for DeleteMessage {
    const SHAPE: Shape = Shape {
        style: Style::Schema,
        fields: &[required("_id", Kind::String), required("token", Kind::String), required("rid", Kind::String)],
    };
}
