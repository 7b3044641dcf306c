use livechat_sdk::contacts::SearchContacts;

use crate::{
    shape::{COUNT, Kind, OFFSET, SORT, Shape, Style, optional},
    sim::Simulate,
};

impl Simulate for SearchContacts {
    const SHAPE: Shape = Shape {
        style: Style::Schema,
        fields: &[optional("searchText", Kind::String), optional("unknown", Kind::Boolean), OFFSET, COUNT, SORT],
    };
}
