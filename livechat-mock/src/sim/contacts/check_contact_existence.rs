use livechat_sdk::contacts::CheckContactExistence;

use crate::{
    shape::{Kind, Shape, Style, optional},
    sim::Simulate,
};

impl Simulate for CheckContactExistence {
    const SHAPE: Shape = Shape {
        style: Style::Schema,
        fields: &[
            optional("contactId", Kind::String),
            optional("email", Kind::String),
            optional("phone", Kind::String),
        ],
    };
}
