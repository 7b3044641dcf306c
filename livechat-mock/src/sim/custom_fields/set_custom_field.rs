use livechat_sdk::custom_fields::SetCustomField;

use crate::{
    shape::{Kind, Shape, Style, required},
    sim::Simulate,
};

impl Simulate for SetCustomField {
    const SHAPE: Shape = Shape {
        style: Style::Schema,
        fields: &[
            required("token", Kind::String),
            required("key", Kind::String),
            required("value", Kind::String),
            required("overwrite", Kind::Boolean),
        ],
    };
}
