use livechat_sdk::appearance::GetAppearance;

use crate::{
    shape::{Shape, Style},
    sim::Simulate,
};

impl Simulate for GetAppearance {
    const SHAPE: Shape = Shape { style: Style::Schema, fields: &[] };
}
