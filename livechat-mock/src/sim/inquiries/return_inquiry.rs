use livechat_sdk::inquiries::ReturnInquiry;

use crate::{
    shape::{Kind, Shape, Style, optional, required},
    sim::Simulate,
};

impl Simulate for ReturnInquiry {
    const SHAPE: Shape = Shape {
        style: Style::Schema,
        fields: &[required("roomId", Kind::String), optional("departmentId", Kind::String)],
    };
}
