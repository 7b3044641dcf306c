use livechat_sdk::triggers::ListTriggers;

use crate::{
    shape::{COUNT, OFFSET, SORT, Shape, Style},
    sim::Simulate,
};

impl Simulate for ListTriggers {
    const SHAPE: Shape = Shape { style: Style::Schema, fields: &[OFFSET, COUNT, SORT] };
}
