use livechat_sdk::rooms::CloseRoom;

use crate::{
    shape::{Kind, Shape, Style, required},
    sim::Simulate,
};

impl Simulate for CloseRoom {
    const SHAPE: Shape =
        Shape { style: Style::Schema, fields: &[required("rid", Kind::String), required("token", Kind::String)] };
}
