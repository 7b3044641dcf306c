use livechat_sdk::departments::AutocompleteDepartments;

use crate::{
    shape::{Kind, Shape, Style, required},
    sim::Simulate,
};

impl Simulate for AutocompleteDepartments {
    const SHAPE: Shape = Shape { style: Style::Param, fields: &[required("selector", Kind::String)] };
}
