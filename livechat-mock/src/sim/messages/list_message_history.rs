use livechat_sdk::messages::ListMessageHistory;

use crate::{
    shape::{COUNT, Kind, OFFSET, SORT, Shape, Style, optional, required},
    sim::Simulate,
};

impl Simulate for ListMessageHistory {
    const SHAPE: Shape = Shape {
        style: Style::Schema,
        fields: &[
            required("rid", Kind::String),
            required("token", Kind::String),
            optional("ls", Kind::String),
            optional("end", Kind::String),
            optional("searchText", Kind::String),
            optional("limit", Kind::Number),
            OFFSET,
            COUNT,
            SORT,
        ],
    };
}
