use livechat_sdk::rooms::TransferRoom;

use crate::{
    shape::{Kind, Shape, Style, required},
    sim::Simulate,
};

impl Simulate for TransferRoom {
    const SHAPE: Shape = Shape {
        style: Style::Typed,
        fields: &[required("rid", Kind::String), required("token", Kind::String), required("department", Kind::String)],
    };
}
