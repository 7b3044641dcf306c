use livechat_sdk::contacts::SaveContact;

use crate::{
    shape::{Kind, Shape, Style, optional, required},
    sim::Simulate,
};

impl Simulate for SaveContact {
    const SHAPE: Shape = Shape {
        style: Style::Match,
        fields: &[
            required("token", Kind::String),
            required("name", Kind::String),
            optional("email", Kind::String),
            optional("phone", Kind::String),
            optional("contactManager", MANAGER),
        ],
    };
}

const MANAGER: Kind = Kind::Object(&[optional("username", Kind::String)]);
