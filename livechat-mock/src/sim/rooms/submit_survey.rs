use livechat_sdk::rooms::SubmitSurvey;

use crate::{
    shape::{Kind, Shape, Style, required},
    sim::Simulate,
};

impl Simulate for SubmitSurvey {
    const SHAPE: Shape = Shape {
        style: Style::Schema,
        fields: &[
            required("rid", Kind::String),
            required("token", Kind::String),
            required("data", Kind::NonEmptyList(&ANSWER)),
        ],
    };
}

const ANSWER: Kind = Kind::Object(&[required("name", Kind::String), required("value", Kind::String)]);
