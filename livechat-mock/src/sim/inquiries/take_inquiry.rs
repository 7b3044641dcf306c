use livechat_sdk::inquiries::TakeInquiry;

use crate::{
    shape::{Kind, Shape, Style, optional, required},
    sim::Simulate,
};

impl Simulate for TakeInquiry {
    const SHAPE: Shape = Shape {
        style: Style::Schema,
        fields: &[
            required("inquiryId", Kind::String),
            optional("userId", Kind::String),
            optional("options", Kind::OpenObject(&[])),
        ],
    };
}
