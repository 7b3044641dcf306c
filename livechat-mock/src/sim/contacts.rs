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
    ContactId, UserId,
    model::{Contact, Visitor, VisitorEmail, VisitorPhone},
};

use crate::{ServerError, ServerVersion, World};

/// The contact with this id, unless it was deleted.
fn existing<'w>(id: &ContactId, world: &'w World) -> Option<&'w Contact> {
    world.contact(id).filter(|contact| contact.enabled != Some(false))
}

/// An agent looks after a contact.
fn check_manager(id: &UserId, world: &World) -> Result<(), ServerError> {
    if world.agent(id).is_some() {
        return Ok(());
    }
    Err(ServerError::plain("error-contact-manager-not-found").hint("no agent has this id"))
}

fn emails(given: &[String]) -> Vec<VisitorEmail> {
    given.iter().map(VisitorEmail::new).collect()
}

fn phones(given: &[String]) -> Vec<VisitorPhone> {
    given.iter().map(VisitorPhone::new).collect()
}

/// A visitor as the older operations show one: newer servers leave the token out.
fn shown(visitor: &Visitor, version: ServerVersion) -> Visitor {
    let mut shown = visitor.clone();
    if version.is_at_least("8.5.0") {
        shown.token = None;
    }
    shown
}
