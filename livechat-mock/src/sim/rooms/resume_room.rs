use livechat_sdk::rooms::ResumeRoom;

use crate::{
    shape::{Kind, Shape, Style, required},
    sim::Simulate,
};

impl Simulate for ResumeRoom {
    const SHAPE: Shape = Shape { style: Style::Schema, fields: &[required("roomId", Kind::String)] };
}
