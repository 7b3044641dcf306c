use livechat_sdk::files::UploadFile;

use crate::{shape::Shape, sim::Simulate};

impl Simulate for UploadFile {
    const SHAPE: Shape = Shape::unchecked();
}
