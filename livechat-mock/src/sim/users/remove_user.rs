use livechat_sdk::users::RemoveUser;

use crate::{
    shape::{Kind, Shape, Style, required},
    sim::Simulate,
};

impl Simulate for RemoveUser {
    const SHAPE: Shape =
        Shape { style: Style::Schema, fields: &[required("type", Kind::String), required("_id", Kind::String)] };
}
