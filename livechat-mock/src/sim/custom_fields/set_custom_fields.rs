use livechat_sdk::custom_fields::SetCustomFields;

use crate::{
    shape::{Kind, Shape, Style, required},
    sim::Simulate,
};

impl Simulate for SetCustomFields {
    const SHAPE: Shape = Shape {
        style: Style::Schema,
        fields: &[required("token", Kind::String), required("customFields", Kind::List(&FIELD))],
    };
}

const FIELD: Kind = Kind::Object(&[
    required("key", Kind::String),
    required("value", Kind::String),
    required("overwrite", Kind::Boolean),
]);
