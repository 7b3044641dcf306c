use livechat_sdk::transcripts::RequestTranscript;

use crate::{
    shape::{Kind, Shape, Style, required},
    sim::Simulate,
};

impl Simulate for RequestTranscript {
    const SHAPE: Shape = Shape {
        style: Style::Schema,
        fields: &[required("rid", Kind::String), required("email", Kind::String), required("subject", Kind::String)],
    };
}
