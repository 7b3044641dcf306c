use livechat_sdk::{
    contacts::{SearchContacts, SearchContactsResponse},
    model::{Contact, ContactOwner, ContactOwnerNames},
};

use crate::{
    ServerError, World,
    operation::{Call, Response, Simulate},
    sim::list::{Query, contains},
};

impl Simulate for SearchContacts {
    /// Contacts that somebody saved, or those that nobody did: never both.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let world = &*call.world;
        let is_asked_for = |contact: &&Contact| {
            self.search_text.as_ref().is_none_or(|text| has(contact, text))
                && contact.unknown.unwrap_or_default() == self.unknown.unwrap_or_default()
                && contact.enabled != Some(false)
        };
        let query = Query { offset: self.offset, count: self.count, sort: self.sort.as_ref() };
        let page = query.page_by("name", world.contacts().filter(is_asked_for), &world.settings);
        let contacts = page.items.into_iter().map(|contact| shown(contact, world)).collect();
        let mut response = SearchContactsResponse::new(contacts, page.offset, page.total);
        // It tells how many were asked for.
        response.count = Some(query.count(&world.settings));
        Response::new(&response)
    }
}

fn has(contact: &Contact, text: &str) -> bool {
    let mut addresses = contact.emails.iter().flatten().map(|email| email.address.as_str());
    let mut numbers = contact.phones.iter().flatten().map(|phone| phone.phone_number.as_str());
    contains(contact.name.as_deref(), text)
        || addresses.any(|address| contains(Some(address), text))
        || numbers.any(|number| contains(Some(number), text))
}

/// Here the one who looks after the contact is shown with names.
fn shown(contact: &Contact, world: &World) -> Contact {
    let mut shown = contact.clone();
    if let Some(ContactOwner { id, names, .. }) = &mut shown.contact_manager
        && let Some(user) = world.user(id)
    {
        let mut known = ContactOwnerNames::default();
        known.name.clone_from(&user.name);
        known.username.clone_from(&user.username);
        *names = Some(known);
    }
    shown
}
