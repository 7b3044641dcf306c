use livechat_sdk::{
    contacts::{UpdateContact, UpdateContactResponse},
    model::ContactOwner,
};

use super::{check_manager, emails, existing, phones};
use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    sim::{
        custom_fields::{Undefined, valid_values},
        keep_or,
    },
};

impl Simulate for UpdateContact {
    /// What is given replaces what is stored. A contact that was changed is no longer unknown, and its rooms take on a new
    /// name.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let id = &self.contact_id;
        let not_found = || ServerError::plain("error-contact-not-found");
        let stored = existing(id, call.world).ok_or_else(not_found)?;
        let manager = self.contact_manager.as_ref().filter(|manager| !manager.as_str().is_empty());
        manager.map_or(Ok(()), |manager| check_manager(manager, call.world))?;
        let undefined = Undefined::Refused { stored: stored.custom_fields.as_ref() };
        let fields = self.custom_fields.as_ref().map(|given| valid_values(given, undefined, call.world)).transpose()?;
        let new_name = self.name.as_deref().filter(|name| stored.name.as_deref() != Some(*name));
        let is_changed = *self != Self::new(id.clone());
        let updated = call.world.modify_contact(id, |contact| {
            keep_or(&mut contact.name, self.name.clone());
            keep_or(&mut contact.emails, self.emails.as_deref().map(emails));
            keep_or(&mut contact.phones, self.phones.as_deref().map(phones));
            keep_or(&mut contact.custom_fields, fields);
            if self.contact_manager.is_some() {
                contact.contact_manager = manager.cloned().map(ContactOwner::from);
            }
            if self.wipe_conflicts == Some(true) {
                contact.conflicting_fields = Some(Vec::new());
            }
            if is_changed {
                contact.unknown = Some(false);
                contact.updated_at = Some(call.origin.now);
            }
            contact.clone()
        });
        match new_name {
            Some("") => return Err(ServerError::plain("error-invalid-operation").hint("rooms have no empty name")),
            Some(name) => call.world.rename_contact(id, name, call.origin.now),
            None => {}
        }
        Response::new(&UpdateContactResponse::new(updated.ok_or_else(not_found)?))
    }
}
