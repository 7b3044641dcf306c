use livechat_sdk::visitors::SetVisitorStatus;

use crate::{
    shape::{Kind, Shape, Style, required},
    sim::Simulate,
};

impl Simulate for SetVisitorStatus {
    const SHAPE: Shape =
        Shape { style: Style::Match, fields: &[required("token", Kind::String), required("status", Kind::String)] };
}
