//! Contacts.

mod block_contact;
mod check_contact_existence;
mod create_contact;
mod delete_contact;
mod get_contact;
mod get_contact_by_id;
mod list_contact_channels;
mod list_contact_history;
mod resolve_contact_conflicts;
mod save_contact;
mod search_contact;
mod search_contacts;
mod unblock_contact;
mod update_contact;

use livechat_sdk::{
    ContactId, UserId,
    model::{Contact, ContactChannelRef, RoomSource, Visitor, VisitorEmail, VisitorPhone},
};

use crate::{ServerError, ServerVersion, World};

/// The contact with this id, unless it was deleted.
fn existing<'w>(id: &ContactId, world: &'w World) -> Option<&'w Contact> {
    world.contact(id).filter(|contact| contact.enabled != Some(false))
}

/// What names a channel.
const CHANNEL: Option<&str> = Some("schema {visitor:{visitorId:string, source:{type:string, id?:string, ...}, ...}}");

/// The contact who has a channel.
fn contact_of(channel: &ContactChannelRef, world: &World) -> Result<ContactId, ServerError> {
    let contact = world.contact_of_channel(&channel.visitor_id, &source_of(channel));
    let contact = contact.ok_or_else(|| {
        ServerError::plain("error-contact-not-found").hint("no contact has a channel of this visitor and this source")
    })?;
    Ok(contact.id.clone())
}

/// The source of a channel.
fn source_of(channel: &ContactChannelRef) -> RoomSource {
    let mut source = RoomSource::new(channel.source.source_type.clone());
    source.id.clone_from(&channel.source.id);
    source
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
