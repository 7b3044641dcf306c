use livechat_sdk::departments::CreateDepartment;

use crate::{
    shape::{Shape, Style, optional, required},
    sim::Simulate,
};

impl Simulate for CreateDepartment {
    const SHAPE: Shape = Shape {
        style: Style::Schema,
        fields: &[
            required("department", super::DEPARTMENT),
            optional("agents", super::AGENTS),
            optional("departmentUnit", super::UNIT),
        ],
    };
}
