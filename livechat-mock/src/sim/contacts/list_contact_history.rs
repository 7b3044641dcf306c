use livechat_sdk::contacts::ListContactHistory;

use crate::{
    shape::{COUNT, Kind, OFFSET, SORT, Shape, Style, optional, required},
    sim::Simulate,
};

impl Simulate for ListContactHistory {
    const SHAPE: Shape = Shape {
        style: Style::Schema,
        fields: &[required("contactId", Kind::String), optional("source", Kind::String), OFFSET, COUNT, SORT],
    };
}
