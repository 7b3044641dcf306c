use livechat_sdk::rooms::ListTransferHistory;

use crate::{
    shape::{COUNT, Kind, OFFSET, SORT, Shape, Style, required},
    sim::Simulate,
};

impl Simulate for ListTransferHistory {
    const SHAPE: Shape = Shape { style: Style::Schema, fields: &[required("rid", Kind::String), OFFSET, COUNT, SORT] };
}
