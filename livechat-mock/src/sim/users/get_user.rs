use livechat_sdk::users::GetUser;

use crate::{
    shape::{Kind, Shape, Style, required},
    sim::Simulate,
};

impl Simulate for GetUser {
    const SHAPE: Shape =
        Shape { style: Style::Schema, fields: &[required("type", Kind::String), required("_id", Kind::String)] };
}
