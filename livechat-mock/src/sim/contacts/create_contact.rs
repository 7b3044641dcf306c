use livechat_sdk::{
    contacts::{CreateContact, CreateContactResponse},
    model::Contact,
};

use super::Given;
use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    shape::{Kind, Shape, Style, optional, required},
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

    /// A contact has no channels before its first conversation.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let CreateContact { name, emails, phones, custom_fields, contact_manager, .. } = self;
        let given =
            Given::read(Some(emails), Some(phones), contact_manager.as_ref(), custom_fields.as_ref(), call.world)?;
        let mut contact = Contact::new("")
            .name(name.clone())
            .created_at(call.now)
            .unknown(false)
            .pre_registration(true)
            .updated_at(call.now);
        given.write_to(&mut contact);
        Response::new(&CreateContactResponse::new(call.world.add_contact(contact)))
    }
}
