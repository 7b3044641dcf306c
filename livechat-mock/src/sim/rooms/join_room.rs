use livechat_sdk::rooms::JoinRoom;

use crate::{
    shape::{Kind, Shape, Style, required},
    sim::Simulate,
};

impl Simulate for JoinRoom {
    const SHAPE: Shape = Shape { style: Style::Schema, fields: &[required("roomId", Kind::String)] };
}
