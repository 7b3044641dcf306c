use livechat_sdk::contacts::{UpdateContact, UpdateContactResponse};

use super::Given;
use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    sim::keep_or,
};

impl Simulate for UpdateContact {
    /// An updated contact is no longer unknown.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let UpdateContact { contact_id, name, emails, phones, custom_fields, contact_manager, wipe_conflicts, .. } =
            self;
        let not_found = || ServerError::plain("error-contact-not-found");
        call.world.contact(contact_id).ok_or_else(not_found)?;
        let manager = contact_manager.as_ref();
        let given = Given::read(emails.as_deref(), phones.as_deref(), manager, custom_fields.as_ref(), call.world)?;
        let updated = call.world.modify_contact(contact_id, |contact| {
            given.write_to(contact);
            keep_or(&mut contact.name, name.clone());
            if *wipe_conflicts == Some(true) {
                contact.conflicting_fields = Some(Vec::new());
            }
            contact.unknown = Some(false);
            contact.updated_at = Some(call.now);
            contact.clone()
        });
        Response::new(&UpdateContactResponse::new(updated.ok_or_else(not_found)?))
    }
}
