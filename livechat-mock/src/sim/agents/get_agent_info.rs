use livechat_sdk::agents::GetAgentInfo;

use crate::{shape::Shape, sim::Simulate};

impl Simulate for GetAgentInfo {
    const SHAPE: Shape = Shape::unchecked();
}
