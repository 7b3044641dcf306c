use livechat_sdk::users::AddUser;

use crate::{
    shape::{Kind, Shape, Style, required},
    sim::Simulate,
};

impl Simulate for AddUser {
    const SHAPE: Shape =
        Shape { style: Style::Schema, fields: &[required("type", Kind::String), required("username", Kind::String)] };
}
