use livechat_sdk::users::ListUsers;

use crate::{
    shape::{COUNT, Kind, OFFSET, SORT, Shape, Style, optional, required},
    sim::Simulate,
};

impl Simulate for ListUsers {
    const SHAPE: Shape = Shape {
        style: Style::Schema,
        fields: &[
            required("type", Kind::String),
            optional("text", Kind::String),
            optional("onlyAvailable", Kind::Boolean),
            optional("excludeId", Kind::String),
            optional("showIdleAgents", Kind::Boolean),
            OFFSET,
            COUNT,
            SORT,
        ],
    };
}
