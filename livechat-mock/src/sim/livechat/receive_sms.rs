use livechat_sdk::livechat::ReceiveSms;

use crate::{shape::Shape, sim::Simulate};

impl Simulate for ReceiveSms {
    const SHAPE: Shape = Shape::unchecked();
}
