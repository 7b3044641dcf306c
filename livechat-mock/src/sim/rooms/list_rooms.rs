use livechat_sdk::rooms::ListRooms;

use crate::{
    shape::{COUNT, Kind, OFFSET, SORT, Shape, Style, optional},
    sim::Simulate,
};

impl Simulate for ListRooms {
    const SHAPE: Shape = Shape {
        style: Style::Schema,
        fields: &[
            optional("agents", Kind::List(&Kind::String)),
            optional("departmentId", Kind::String),
            optional("open", Kind::String),
            optional("createdAt", Kind::TimeRange),
            optional("closedAt", Kind::TimeRange),
            optional("tags", Kind::List(&Kind::String)),
            optional("customFields", Kind::JsonText),
            optional("roomName", Kind::String),
            optional("onhold", Kind::String),
            optional("queued", Kind::String),
            optional("units", Kind::List(&Kind::String)),
            // Of no effect.
            optional("fields", Kind::String),
            optional("query", Kind::String),
            OFFSET,
            COUNT,
            SORT,
        ],
    };
}
