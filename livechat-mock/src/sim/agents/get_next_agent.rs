use livechat_sdk::agents::GetNextAgent;

use crate::{
    shape::{Kind, Shape, Style, optional, required},
    sim::Simulate,
};

impl Simulate for GetNextAgent {
    const SHAPE: Shape = Shape {
        style: Style::Schema,
        fields: &[required("token", Kind::String), optional("department", Kind::String)],
    };
}
