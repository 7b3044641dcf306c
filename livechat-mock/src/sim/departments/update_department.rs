use livechat_sdk::departments::UpdateDepartment;

use crate::{
    shape::{Kind, Shape, Style, optional, required},
    sim::Simulate,
};

impl Simulate for UpdateDepartment {
    const SHAPE: Shape = Shape {
        style: Style::Schema,
        fields: &[
            required("_id", Kind::String),
            required("department", super::DEPARTMENT),
            optional("agents", super::AGENTS),
            optional("departmentUnit", super::UNIT),
        ],
    };
}
