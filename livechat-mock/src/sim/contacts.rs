//! Contacts.

mod check_contact_existence;
mod create_contact;
mod get_contact;
mod get_contact_by_id;
mod list_contact_channels;
mod list_contact_history;
mod save_contact;
mod search_contact;
mod search_contacts;
mod update_contact;

use livechat_sdk::{
    JsonObject, UserId,
    model::{Contact, ContactOwner, CustomFieldScope, VisitorEmail, VisitorPhone},
};

use crate::{
    ServerError, World,
    sim::{custom_fields::check_value, keep_or},
};

/// What is to be written of a contact, in the contact's own types.
struct Given {
    emails: Option<Vec<VisitorEmail>>,
    phones: Option<Vec<VisitorPhone>>,
    manager: Option<ContactOwner>,
    custom_fields: Option<JsonObject>,
}

impl Given {
    /// Checks who is to look after the contact, and what is to be known about it.
    fn read(
        emails: Option<&[String]>,
        phones: Option<&[String]>,
        manager: Option<&UserId>,
        custom_fields: Option<&JsonObject>,
        world: &World,
    ) -> Result<Self, ServerError> {
        if let Some(manager) = manager {
            check_manager(manager, world)?;
        }
        if let Some(fields) = custom_fields {
            check_custom_fields(fields, world)?;
        }
        Ok(Self {
            emails: emails.map(|emails| emails.iter().map(VisitorEmail::new).collect()),
            phones: phones.map(|phones| phones.iter().map(VisitorPhone::new).collect()),
            manager: manager.cloned().map(ContactOwner::from),
            custom_fields: custom_fields.cloned(),
        })
    }

    /// Replaces what is stored by what is given.
    fn write_to(self, contact: &mut Contact) {
        keep_or(&mut contact.emails, self.emails);
        keep_or(&mut contact.phones, self.phones);
        keep_or(&mut contact.contact_manager, self.manager);
        keep_or(&mut contact.custom_fields, self.custom_fields);
    }
}

/// An agent looks after a contact.
fn check_manager(id: &UserId, world: &World) -> Result<(), ServerError> {
    if world.agent(id).is_some() {
        return Ok(());
    }
    Err(ServerError::plain("error-contact-manager-not-found").hint("no agent has this id"))
}

/// Contacts have the custom fields that visitors have.
fn check_custom_fields(fields: &JsonObject, world: &World) -> Result<(), ServerError> {
    for (key, value) in fields {
        let known = world.custom_field(key).filter(|field| field.scope == CustomFieldScope::Visitor);
        let known = known.ok_or_else(|| ServerError::plain(&format!("Custom field {key} is not allowed")))?;
        let Some(value) = value.as_str() else {
            return Err(ServerError::plain(&format!("Invalid value for {key} field")).hint("a value is a text"));
        };
        check_value(known, value)?;
    }
    Ok(())
}
