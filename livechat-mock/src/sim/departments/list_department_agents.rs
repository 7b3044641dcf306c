use livechat_sdk::departments::ListDepartmentAgents;

use crate::{
    shape::{COUNT, Kind, OFFSET, SORT, Shape, Style, required},
    sim::Simulate,
};

impl Simulate for ListDepartmentAgents {
    const SHAPE: Shape = Shape { style: Style::Schema, fields: &[required("_id", Kind::String), OFFSET, COUNT, SORT] };
}
