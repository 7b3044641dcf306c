use livechat_sdk::livechat::ListQueue;

use crate::{
    shape::{COUNT, Kind, OFFSET, SORT, Shape, Style, optional},
    sim::Simulate,
};

impl Simulate for ListQueue {
    const SHAPE: Shape = Shape {
        style: Style::Schema,
        fields: &[
            optional("agentId", Kind::String),
            optional("departmentId", Kind::String),
            optional("includeOfflineAgents", Kind::String),
            OFFSET,
            COUNT,
            SORT,
        ],
    };
}
