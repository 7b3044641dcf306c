use livechat_sdk::departments::ListDepartments;

use crate::{
    shape::{COUNT, Kind, OFFSET, SORT, Shape, Style, optional},
    sim::Simulate,
};

impl Simulate for ListDepartments {
    const SHAPE: Shape = Shape {
        style: Style::Schema,
        fields: &[
            optional("text", Kind::String),
            optional("enabled", Kind::Boolean),
            optional("onlyMyDepartments", Kind::Boolean),
            optional("excludeDepartmentId", Kind::String),
            optional("showArchived", Kind::Boolean),
            OFFSET,
            COUNT,
            SORT,
        ],
    };
}
