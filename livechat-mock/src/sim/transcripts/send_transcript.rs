use livechat_sdk::transcripts::SendTranscript;

use crate::{
    limiter::Rate,
    shape::{Kind, Shape, Style, optional, required},
    sim::Simulate,
};

impl Simulate for SendTranscript {
    const SHAPE: Shape = Shape {
        style: Style::Schema,
        fields: &[
            required("rid", Kind::String),
            required("token", Kind::String),
            required("email", Kind::String),
            optional("subject", Kind::String),
        ],
    };
    const RATE: Option<Rate> = Some(Rate { calls: 5, millis: 60_000 });
}
