use livechat_sdk::agents::SaveAgentInfo;

use crate::{
    shape::{Kind, Shape, Style, required},
    sim::Simulate,
};

impl Simulate for SaveAgentInfo {
    const SHAPE: Shape = Shape {
        style: Style::Schema,
        fields: &[
            required("agentId", Kind::String),
            required("agentData", Kind::OpenObject(&[])),
            required("agentDepartments", Kind::List(&Kind::String)),
        ],
    };
}
