use livechat_sdk::visitors::SetCallStatus;

use crate::{
    shape::{Kind, Shape, Style, required},
    sim::Simulate,
};

impl Simulate for SetCallStatus {
    const SHAPE: Shape = Shape {
        style: Style::Schema,
        fields: &[
            required("token", Kind::String),
            required("callStatus", Kind::String),
            required("rid", Kind::String),
            required("callId", Kind::String),
        ],
    };
}
