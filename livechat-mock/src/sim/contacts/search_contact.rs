use livechat_sdk::contacts::SearchContact;

use crate::{shape::Shape, sim::Simulate};

impl Simulate for SearchContact {
    const SHAPE: Shape = Shape::unchecked();
}
