use livechat_sdk::departments::ListArchivedDepartments;

use crate::{
    shape::{COUNT, OFFSET, SORT, Shape, Style},
    sim::Simulate,
};

impl Simulate for ListArchivedDepartments {
    const SHAPE: Shape = Shape { style: Style::Schema, fields: &[OFFSET, COUNT, SORT] };
}
