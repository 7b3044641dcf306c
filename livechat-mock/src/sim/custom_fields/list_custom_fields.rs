use livechat_sdk::custom_fields::ListCustomFields;

use crate::{
    shape::{COUNT, Kind, OFFSET, SORT, Shape, Style, optional},
    sim::Simulate,
};

impl Simulate for ListCustomFields {
    const SHAPE: Shape = Shape { style: Style::Schema, fields: &[optional("text", Kind::String), OFFSET, COUNT, SORT] };
}
