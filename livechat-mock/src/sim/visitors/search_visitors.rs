use livechat_sdk::visitors::SearchVisitors;

use crate::{
    shape::{COUNT, Kind, OFFSET, SORT, Shape, Style, required},
    sim::Simulate,
};

impl Simulate for SearchVisitors {
    const SHAPE: Shape = Shape { style: Style::Schema, fields: &[required("term", Kind::String), OFFSET, COUNT, SORT] };
}
