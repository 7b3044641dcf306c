use livechat_sdk::visitors::DeleteVisitor;

use crate::{shape::Shape, sim::Simulate};

impl Simulate for DeleteVisitor {
    const SHAPE: Shape = Shape::unchecked();
}
