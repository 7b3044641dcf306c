use livechat_sdk::contacts::GetContact;

use crate::{shape::Shape, sim::Simulate};

impl Simulate for GetContact {
    const SHAPE: Shape = Shape::unchecked();
}
