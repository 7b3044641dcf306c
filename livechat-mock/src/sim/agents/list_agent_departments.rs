use livechat_sdk::agents::ListAgentDepartments;

use crate::{
    shape::{Kind, Shape, Style, optional, required},
    sim::Simulate,
};

impl Simulate for ListAgentDepartments {
    const SHAPE: Shape = Shape {
        style: Style::Schema,
        fields: &[required("agentId", Kind::String), optional("enabledDepartmentsOnly", Kind::Boolean)],
    };
}
