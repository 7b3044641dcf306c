use livechat_sdk::{
    contacts::{CreateContact, CreateContactResponse},
    model::{Contact, ContactOwner},
};

use super::{check_manager, emails, phones};
use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    sim::custom_fields::{Undefined, valid_values},
};

impl Simulate for CreateContact {
    /// A contact has no channels before its first conversation.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let manager = self.contact_manager.as_ref().filter(|manager| !manager.as_str().is_empty());
        manager.map_or(Ok(()), |manager| check_manager(manager, call.world))?;
        let fields = self.custom_fields.clone().unwrap_or_default();
        let mut contact = Contact::new("")
            .name(self.name.clone())
            .emails(emails(&self.emails))
            .phones(phones(&self.phones))
            .custom_fields(valid_values(&fields, Undefined::Refused { stored: None }, call.world)?)
            .created_at(call.origin.now)
            .unknown(false)
            .pre_registration(true)
            .updated_at(call.origin.now);
        contact.contact_manager = manager.cloned().map(ContactOwner::from);
        Response::new(&CreateContactResponse::new(call.world.add_contact(contact)))
    }
}
