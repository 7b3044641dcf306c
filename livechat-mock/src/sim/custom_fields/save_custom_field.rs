use livechat_sdk::custom_fields::SaveCustomField;

use crate::{
    shape::{Kind, Shape, Style, optional, required},
    sim::Simulate,
};

impl Simulate for SaveCustomField {
    const SHAPE: Shape = Shape {
        style: Style::Typed,
        fields: &[optional("customFieldId", Kind::Nullable(&Kind::String)), required("customFieldData", DATA)],
    };
}

const DATA: Kind = Kind::OpenObject(&[
    required("field", Kind::String),
    required("label", Kind::String),
    required("scope", Kind::String),
    required("visibility", Kind::String),
    optional("type", Kind::String),
    optional("regexp", Kind::String),
    optional("required", Kind::Boolean),
    optional("defaultValue", Kind::String),
    optional("options", Kind::String),
    optional("public", Kind::Boolean),
    optional("searchable", Kind::Boolean),
]);
