use livechat_sdk::livechat::GetConfig;

use crate::{
    shape::{Kind, Shape, Style, optional},
    sim::Simulate,
};

impl Simulate for GetConfig {
    const SHAPE: Shape = Shape {
        style: Style::Schema,
        fields: &[
            optional("token", Kind::String),
            optional("department", Kind::String),
            optional("businessUnit", Kind::String),
        ],
    };
}
