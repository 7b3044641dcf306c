use livechat_sdk::departments::ListDepartmentsById;

use crate::{
    shape::{Kind, Shape, Style, required},
    sim::Simulate,
};

impl Simulate for ListDepartmentsById {
    const SHAPE: Shape = Shape { style: Style::Param, fields: &[required("ids", Kind::List(&Kind::String))] };
}
