use livechat_sdk::contacts::ListContactChannels;

use crate::{
    shape::{Kind, Shape, Style, required},
    sim::Simulate,
};

impl Simulate for ListContactChannels {
    const SHAPE: Shape = Shape { style: Style::Schema, fields: &[required("contactId", Kind::String)] };
}
