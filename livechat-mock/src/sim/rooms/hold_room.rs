use livechat_sdk::rooms::HoldRoom;

use crate::{
    shape::{Kind, Shape, Style, required},
    sim::Simulate,
};

impl Simulate for HoldRoom {
    const SHAPE: Shape = Shape { style: Style::Schema, fields: &[required("roomId", Kind::String)] };
}
