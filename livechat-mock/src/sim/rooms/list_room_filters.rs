use livechat_sdk::rooms::ListRoomFilters;

use crate::{
    shape::{Shape, Style},
    sim::Simulate,
};

impl Simulate for ListRoomFilters {
    const SHAPE: Shape = Shape { style: Style::Schema, fields: &[] };
}
