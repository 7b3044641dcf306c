use livechat_sdk::inquiries::GetInquiry;

use crate::{
    shape::{Kind, Shape, Style, required},
    sim::Simulate,
};

impl Simulate for GetInquiry {
    const SHAPE: Shape = Shape { style: Style::Schema, fields: &[required("roomId", Kind::String)] };
}
