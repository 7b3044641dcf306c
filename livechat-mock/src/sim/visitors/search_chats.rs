use livechat_sdk::visitors::SearchChats;

use crate::{
    shape::{COUNT, Kind, OFFSET, SORT, Shape, Style, optional, required},
    sim::Simulate,
};

impl Simulate for SearchChats {
    const SHAPE: Shape = Shape {
        style: Style::Schema,
        fields: &[
            required("roomId", Kind::String),
            required("visitorId", Kind::String),
            optional("searchText", Kind::String),
            optional("closedChatsOnly", Kind::String),
            optional("servedChatsOnly", Kind::String),
            optional("source", Kind::String),
            OFFSET,
            COUNT,
            SORT,
        ],
    };
}
