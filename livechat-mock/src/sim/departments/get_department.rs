use livechat_sdk::departments::GetDepartment;

use crate::{
    shape::{Kind, Shape, Style, optional, required},
    sim::Simulate,
};

impl Simulate for GetDepartment {
    const SHAPE: Shape = Shape {
        style: Style::Schema,
        fields: &[
            required("_id", Kind::String),
            optional("includeAgents", Kind::Boolean),
            optional("onlyMyDepartments", Kind::Boolean),
        ],
    };
}
