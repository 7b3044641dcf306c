use livechat_sdk::{
    contacts::{CreateContact, CreateContactResponse},
    model::Contact,
};

use super::Given;
use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for CreateContact {
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
