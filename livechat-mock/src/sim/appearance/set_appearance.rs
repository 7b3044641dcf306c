use livechat_sdk::appearance::SetAppearance;

use crate::{
    shape::{Kind, Shape, Style, WHOLE_BODY, required},
    sim::Simulate,
};

impl Simulate for SetAppearance {
    const SHAPE: Shape = Shape { style: Style::Schema, fields: &[required(WHOLE_BODY, Kind::NonEmptyList(&SETTING))] };
}

const SETTING: Kind = Kind::Object(&[required("_id", Kind::String), required("value", Kind::Any)]);
