use livechat_sdk::visitors::ListVisitorRooms;

use crate::{
    shape::{Kind, Shape, Style, required},
    sim::Simulate,
};

impl Simulate for ListVisitorRooms {
    const SHAPE: Shape = Shape { style: Style::Schema, fields: &[required("token", Kind::String)] };
}
