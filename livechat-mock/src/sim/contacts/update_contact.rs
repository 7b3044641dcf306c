use livechat_sdk::contacts::UpdateContact;

use crate::{
    shape::{Kind, Shape, Style, optional, required},
    sim::Simulate,
};

impl Simulate for UpdateContact {
    const SHAPE: Shape = Shape {
        style: Style::Schema,
        fields: &[
            required("contactId", Kind::String),
            optional("name", Kind::String),
            optional("emails", Kind::List(&Kind::String)),
            optional("phones", Kind::List(&Kind::String)),
            optional("customFields", Kind::OpenObject(&[])),
            optional("contactManager", Kind::String),
            optional("wipeConflicts", Kind::Boolean),
        ],
    };
}
