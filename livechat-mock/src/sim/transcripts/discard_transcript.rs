use livechat_sdk::transcripts::DiscardTranscript;

use crate::{
    shape::{Kind, Shape, Style, required},
    sim::Simulate,
};

impl Simulate for DiscardTranscript {
    const SHAPE: Shape = Shape { style: Style::Schema, fields: &[required("rid", Kind::String)] };
}
