use livechat_sdk::departments::CheckDepartmentCreation;

use crate::{
    shape::{Shape, Style},
    sim::Simulate,
};

impl Simulate for CheckDepartmentCreation {
    const SHAPE: Shape = Shape { style: Style::Schema, fields: &[] };
}
