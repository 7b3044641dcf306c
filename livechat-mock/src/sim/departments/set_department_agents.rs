use livechat_sdk::departments::SetDepartmentAgents;

use crate::{
    shape::{Kind, Shape, Style, required},
    sim::Simulate,
};

impl Simulate for SetDepartmentAgents {
    const SHAPE: Shape = Shape {
        style: Style::Schema,
        fields: &[required("_id", Kind::String), required("upsert", super::AGENTS), required("remove", super::AGENTS)],
    };
}
