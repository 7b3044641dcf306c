use livechat_sdk::inquiries::ListQueuedInquiries;

use crate::{
    shape::{COUNT, Kind, OFFSET, SORT, Shape, Style, optional},
    sim::Simulate,
};

impl Simulate for ListQueuedInquiries {
    const SHAPE: Shape =
        Shape { style: Style::Schema, fields: &[optional("department", Kind::String), OFFSET, COUNT, SORT] };
}
