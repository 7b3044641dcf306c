use livechat_sdk::contacts::CreateContact;

use crate::{
    shape::{Kind, Shape, Style, optional, required},
    sim::Simulate,
};

impl Simulate for CreateContact {
    const SHAPE: Shape = Shape {
        style: Style::Schema,
        fields: &[
            required("name", Kind::String),
            required("emails", Kind::List(&Kind::String)),
            required("phones", Kind::List(&Kind::String)),
            optional("customFields", Kind::OpenObject(&[])),
            optional("contactManager", Kind::String),
        ],
    };
}
