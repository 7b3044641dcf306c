use livechat_sdk::custom_fields::DeleteCustomField;

use crate::{
    shape::{Kind, Shape, Style, required},
    sim::Simulate,
};

impl Simulate for DeleteCustomField {
    const SHAPE: Shape = Shape { style: Style::Typed, fields: &[required("customFieldId", Kind::String)] };
}
