use livechat_sdk::visitors::AutocompleteVisitors;

use crate::{
    shape::{Kind, Shape, Style, required},
    sim::Simulate,
};

impl Simulate for AutocompleteVisitors {
    const SHAPE: Shape = Shape { style: Style::Schema, fields: &[required("selector", Kind::String)] };
}
