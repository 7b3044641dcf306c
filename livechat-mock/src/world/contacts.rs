//! The contacts, found by id, by e-mail address, by phone number and by the visitors who write for them.

use livechat_sdk::{
    ContactId, UserId, VisitorId,
    model::{Contact, ContactManager},
};

use super::{
    Change, World,
    outbox::Outbox,
    table::{Index, Record, Slot, Table},
};

impl Record for Contact {
    type Id = ContactId;

    fn id(&self) -> &ContactId {
        &self.id
    }

    fn id_mut(&mut self) -> &mut ContactId {
        &mut self.id
    }

    fn changed(&self, id: ContactId) -> Option<Change> {
        Some(Change::Contact(id))
    }
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Contacts {
    table: Table<Contact>,
    by_email: Index,
    by_phone: Index,
    by_visitor: Index,
}

impl Contacts {
    /// Adds a contact, or replaces the one with the same id.
    pub(super) fn put(&mut self, contact: Contact, outbox: &mut Outbox) {
        if let Some(known) = self.table.find(contact.id.as_str()) {
            self.index(known, Index::remove);
        }
        let (slot, _) = self.table.put(contact, outbox);
        self.index(slot, Index::add);
    }

    /// Changes a contact, apart from its id.
    fn modify<R>(&mut self, id: &str, outbox: &mut Outbox, change: impl FnOnce(&mut Contact) -> R) -> Option<R> {
        let slot = self.table.find(id)?;
        self.index(slot, Index::remove);
        let result = self.table.modify(slot, outbox, change);
        self.index(slot, Index::add);
        result
    }

    fn index(&mut self, slot: Slot, step: fn(&mut Index, &str, Slot)) {
        let Some(contact) = self.table.get(slot) else { return };
        for email in contact.emails.iter().flatten() {
            step(&mut self.by_email, &email.address, slot);
        }
        for phone in contact.phones.iter().flatten() {
            step(&mut self.by_phone, &phone.phone_number, slot);
        }
        for channel in &contact.channels {
            step(&mut self.by_visitor, channel.visitor.visitor_id.as_str(), slot);
        }
    }

    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &Contact> {
        self.table.iter()
    }

    pub(crate) fn by_email(&self, email: &str) -> Option<&Contact> {
        self.by_email.first(email).and_then(|slot| self.table.get(slot))
    }

    pub(crate) fn by_phone(&self, phone: &str) -> Option<&Contact> {
        self.by_phone.first(phone).and_then(|slot| self.table.get(slot))
    }

    /// The contacts for whom a visitor writes, the oldest first.
    pub(crate) fn all_by_visitor(&self, visitor: &VisitorId) -> impl Iterator<Item = &Contact> {
        self.by_visitor.all(visitor.as_str()).iter().filter_map(|slot| self.table.get(*slot))
    }

    /// The oldest contact without a channel that has one of these addresses or numbers.
    pub(crate) fn first_registered_with<'a>(
        &self,
        emails: impl Iterator<Item = &'a str>,
        phones: impl Iterator<Item = &'a str>,
    ) -> Option<&Contact> {
        let slots =
            emails.flat_map(|email| self.by_email.all(email)).chain(phones.flat_map(|it| self.by_phone.all(it)));
        let is_registered =
            |slot: &&Slot| self.table.get(**slot).is_some_and(|contact| contact.pre_registration == Some(true));
        slots.filter(is_registered).min().and_then(|slot| self.table.get(*slot))
    }
}

impl World {
    /// The contacts, in the order in which they were added.
    pub fn contacts(&self) -> impl DoubleEndedIterator<Item = &Contact> {
        self.contacts.iter()
    }

    /// The contact with this id.
    #[must_use]
    pub fn contact(&self, id: impl AsRef<str>) -> Option<&Contact> {
        self.contacts.table.by_id(id.as_ref())
    }

    /// Adds a contact as it is, or replaces the one with the same id. If its id is empty, one is drawn.
    ///
    /// The visitors of its channels write for it: rooms that they open there from then on name it.
    pub fn add_contact(&mut self, mut contact: Contact) -> ContactId {
        if contact.id.as_str().is_empty() {
            contact.id = self.ids.hex().into();
        }
        let id = contact.id.clone();
        self.contacts.put(contact, &mut self.outbox);
        id
    }

    /// Changes a contact, apart from the id; `None` if there is no such contact.
    pub fn modify_contact<R>(&mut self, id: impl AsRef<str>, change: impl FnOnce(&mut Contact) -> R) -> Option<R> {
        self.contacts.modify(id.as_ref(), &mut self.outbox, change)
    }

    /// The agent who looks after the contact with this e-mail address, if the agent is online and known by name and address.
    pub(crate) fn online_contact_manager(&self, email: &str) -> Option<ContactManager> {
        let manager = &self.contacts.by_email(email)?.contact_manager.as_ref()?.id;
        let is_known = |it: &ContactManager| it.name.is_some() && !it.emails.is_empty();
        self.contact_manager(manager).filter(|it| self.is_online_agent(manager) && is_known(it))
    }

    /// A user as the one who looks after a visitor.
    pub(crate) fn contact_manager(&self, id: &UserId) -> Option<ContactManager> {
        let user = self.user(id)?;
        let mut manager = ContactManager::new(user.username.clone().unwrap_or_default());
        manager.id = Some(id.clone());
        manager.name.clone_from(&user.name);
        manager.emails.clone_from(&user.emails);
        Some(manager)
    }
}

#[cfg(test)]
mod tests {
    use livechat_sdk::model::{
        ContactChannel, ContactChannelVisitor, RoomSource, RoomSourceType, VisitorEmail, VisitorPhone,
    };
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Whatever is changed, each way to find a contact agrees with a look at all of them.
        #[test]
        fn all_ways_to_find_a_contact_agree(
            steps in proptest::collection::vec((any::<bool>(), "[mno]", "[ab]?", "[ab]?", "[ab]?"), 0..40),
        ) {
            let mut world = World::empty();
            for (is_new, id, email, phone, visitor) in steps {
                let change = |contact: &mut Contact| {
                    contact.emails = Some(email.chars().map(VisitorEmail::new).collect());
                    contact.phones = Some(phone.chars().map(VisitorPhone::new).collect());
                    let source = RoomSource::new(RoomSourceType::Widget);
                    let channel = |id| ContactChannel::new(ContactChannelVisitor::new(String::from(id), source.clone()));
                    contact.channels = visitor.chars().map(channel).collect();
                };
                if is_new {
                    let mut contact = Contact::new(id);
                    change(&mut contact);
                    world.add_contact(contact);
                } else {
                    world.modify_contact(id, change);
                }
                for key in ["a", "b"] {
                    let first = |has: &dyn Fn(&Contact) -> bool| world.contacts().find(|contact| has(contact));
                    prop_assert_eq!(
                        world.contacts.by_email(key),
                        first(&|contact| contact.emails.iter().flatten().any(|email| email.address == key))
                    );
                    prop_assert_eq!(
                        world.contacts.by_phone(key),
                        first(&|contact| contact.phones.iter().flatten().any(|phone| phone.phone_number == key))
                    );
                    prop_assert_eq!(
                        world.contacts.all_by_visitor(&key.into()).next(),
                        first(&|contact| contact.channels.iter().any(|it| it.visitor.visitor_id == key))
                    );
                }
            }
        }
    }
}
