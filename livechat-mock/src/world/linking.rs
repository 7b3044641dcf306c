//! The contact of each room: found when the room is opened, or made from its visitor; and what visitors tell of themselves,
//! which contacts learn.

use livechat_sdk::{
    ContactId, JsonObject, RoomId, Timestamp, VisitorId,
    model::{
        Contact, ContactChannel, ContactChannelVisitor, ContactConflict, ContactOwner, CustomFieldValue, LastChat,
        Room, RoomSource, RoomSourceType, Visitor, VisitorEmail, VisitorPhone,
    },
};
use serde_json::Value;

use super::{World, is_truthy};
use crate::{ServerError, ServerVersion};

/// How many months a contact keeps in which an agent wrote.
const MONTHS: usize = 12;

/// What a contact learns about its visitor. Empty texts say nothing.
#[derive(Clone, Debug, Default)]
pub(crate) struct News<'a> {
    pub(crate) name: Option<&'a str>,
    /// A name for a contact that has none.
    pub(crate) username: Option<&'a str>,
    pub(crate) emails: Vec<&'a str>,
    pub(crate) phones: Vec<&'a str>,
    /// Who looks after the visitor.
    pub(crate) manager: Option<ContactOwner>,
    pub(crate) custom_fields: Option<&'a JsonObject>,
}

impl News<'_> {
    /// Writes it: addresses are added; of all else, what is known of a contact that somebody saved stays, and a conflict is
    /// noted.
    fn write_to(&self, contact: &mut Contact) {
        let is_unknown = contact.unknown == Some(true);
        for email in self.emails.iter().filter(|email| !email.is_empty()) {
            let emails = contact.emails.get_or_insert_default();
            if !emails.iter().any(|known| known.address == *email) {
                emails.push(VisitorEmail::new(*email));
            }
        }
        for phone in self.phones.iter().filter(|phone| !phone.is_empty()) {
            let phones = contact.phones.get_or_insert_default();
            if !phones.iter().any(|known| known.phone_number == *phone) {
                phones.push(VisitorPhone::new(*phone));
            }
        }
        let is_nameless = contact.name.as_ref().is_none_or(String::is_empty);
        let name = self.name.filter(|name| !name.is_empty());
        match name.or(self.username.filter(|_| is_nameless)) {
            Some(name) if is_nameless || is_unknown => contact.name = Some(name.to_owned()),
            Some(name) if contact.name.as_deref() != Some(name) => note_conflict(contact, "name", name),
            _ => {}
        }
        match (&self.manager, &contact.contact_manager) {
            (Some(manager), Some(known)) if !is_unknown && manager.id != known.id => {
                note_conflict(contact, "manager", manager.id.as_str());
            }
            (Some(manager), _) => contact.contact_manager = Some(manager.clone()),
            (None, _) => {}
        }
        for (key, value) in self.custom_fields.into_iter().flatten() {
            let fields = contact.custom_fields.get_or_insert_default();
            if is_unknown || !fields.get(key).is_some_and(is_truthy) {
                fields.insert(key.clone(), value.clone());
            }
        }
    }
}

/// Notes a value that somebody gave who may be the contact, once.
fn note_conflict(contact: &mut Contact, field: &str, value: &str) {
    let conflict = ContactConflict::new(field, value);
    let conflicts = contact.conflicting_fields.get_or_insert_default();
    if !conflicts.contains(&conflict) {
        conflicts.push(conflict);
    }
}

/// Opening a room.
impl World {
    /// The contact for a new room that a visitor opens from there: the one with that channel; else one that was saved with an
    /// address of the visitor's before it first wrote; else a new one.
    pub(super) fn link_contact(&mut self, visitor: &Visitor, source: &RoomSource, now: Timestamp) -> ContactId {
        if let Some(contact) = self.contact_of_channel(&visitor.id, source) {
            return contact.id.clone();
        }
        let mut channel = ContactChannel::new(ContactChannelVisitor::new(visitor.id.clone(), channel_source(source)))
            .name(source.label.clone().unwrap_or_else(|| kind_of(source).as_str().to_owned()))
            .verified(false)
            .blocked(false);
        channel.details = Some(source.clone());
        let manager = visitor.contact_manager.as_ref();
        let manager = manager.and_then(|manager| self.users.by_name(manager.username.as_deref()?));
        let manager = manager.map(|account| ContactOwner::from(account.user.id.clone()));
        if let Some(contact) = self.registered_before(visitor).map(|contact| contact.id.clone()) {
            let news = News {
                name: visitor.name.as_deref(),
                username: visitor.username.as_deref(),
                emails: visitor.emails.iter().map(|email| email.address.as_str()).collect(),
                phones: visitor.phones.iter().map(|phone| phone.phone_number.as_str()).collect(),
                manager,
                custom_fields: visitor.livechat_data.as_ref(),
            };
            let name = self.modify_contact(&contact, |contact| {
                news.write_to(contact);
                contact.channels.push(channel);
                contact.pre_registration = Some(false);
                contact.updated_at = Some(now);
                contact.name.clone()
            });
            self.adopt_rooms(&contact, name.flatten().as_deref(), &visitor.id, source, now);
            return contact;
        }
        let mut contact = Contact::new(self.ids.hex())
            .created_at(now)
            .updated_at(now)
            .unknown(visitor.activity.is_empty())
            .custom_fields(visitor.livechat_data.clone().unwrap_or_default())
            .channels(vec![channel])
            .pre_registration(false);
        contact.name = visitor.name.clone().or_else(|| visitor.username.clone());
        contact.emails = Some(visitor.emails.clone()).filter(|emails| !emails.is_empty());
        contact.phones = Some(visitor.phones.clone()).filter(|phones| !phones.is_empty());
        contact.contact_manager = manager;
        self.add_contact(contact)
    }

    /// The contact that a visitor is on a channel.
    pub(crate) fn contact_of_channel(&self, visitor: &VisitorId, source: &RoomSource) -> Option<&Contact> {
        let mut contacts = self.contacts.all_by_visitor(visitor);
        contacts.find(|contact| channel_of(contact, visitor, source).is_some())
    }

    /// The first contact without a channel that has an address of the visitor's.
    fn registered_before(&self, visitor: &Visitor) -> Option<&Contact> {
        let emails = visitor.emails.iter().map(|email| email.address.as_str());
        let phones = visitor.phones.iter().map(|phone| phone.phone_number.as_str());
        self.contacts.first_registered_with(emails, phones)
    }

    /// Gives a contact the rooms that a visitor has from a source already.
    fn adopt_rooms(
        &mut self,
        contact: &ContactId,
        name: Option<&str>,
        visitor: &VisitorId,
        source: &RoomSource,
        now: Timestamp,
    ) {
        for room in self.rooms_of_visitor(visitor) {
            let from = self.room(&room).and_then(|room| room.source.as_deref());
            if from.is_some_and(|from| is_source(from, source)) {
                self.modify_room_at(&room, now, |room| {
                    room.contact_id = Some(contact.clone());
                    room.display_name = name.map(str::to_owned).or(room.display_name.take());
                });
            }
        }
    }

    /// Notes a new room as the last conversation of its contact, and of the channel that it came by.
    pub(super) fn note_last_chat(
        &mut self,
        contact: &ContactId,
        visitor: &VisitorId,
        source: &RoomSource,
        chat: &LastChat,
    ) {
        self.modify_contact(contact, |contact| {
            for channel in contact.channels.iter_mut().filter(|channel| is_channel(channel, visitor, source)) {
                channel.last_chat = Some(chat.clone());
            }
            contact.last_chat = Some(chat.clone());
            contact.updated_at = chat.created_at;
        });
    }
}

/// Learning.
impl World {
    /// The contacts that have a channel of a visitor.
    fn contacts_of(&self, visitor: &VisitorId) -> Vec<ContactId> {
        self.contacts.all_by_visitor(visitor).map(|contact| contact.id.clone()).collect()
    }

    /// Tells a visitor's contacts what the visitor said.
    pub(crate) fn tell_contacts(&mut self, visitor: &VisitorId, news: &News<'_>, now: Timestamp) {
        for contact in self.contacts_of(visitor) {
            self.modify_contact(contact, |contact| {
                news.write_to(contact);
                contact.updated_at = Some(now);
            });
        }
    }

    /// Writes a custom field of a visitor to the visitor's contacts. A value that is not to be replaced becomes a conflict.
    pub(crate) fn tell_field(&mut self, visitor: &VisitorId, field: &CustomFieldValue, now: Timestamp) {
        for contact in self.contacts_of(visitor) {
            self.modify_contact(contact, |contact| {
                let fields = contact.custom_fields.get_or_insert_default();
                if field.overwrite || !fields.get(&field.key).is_some_and(is_truthy) {
                    fields.insert(field.key.clone(), Value::from(field.value.as_str()));
                } else {
                    let conflict = ContactConflict::new(format!("customFields.{}", field.key), field.value.as_str());
                    contact.conflicting_fields.get_or_insert_default().push(conflict);
                }
                contact.updated_at = Some(now);
            });
        }
    }

    /// Notes the month in which an agent wrote: with the room, its inquiry, and the contact; with older servers with the
    /// visitor too.
    pub(super) fn note_activity(&mut self, room: &RoomId, now: Timestamp) {
        let month: String = now.to_string().chars().take(7).collect();
        let note = |months: &mut Vec<String>| {
            if !months.contains(&month) {
                months.push(month.clone());
            }
            months.drain(..months.len().saturating_sub(MONTHS));
        };
        let Some(found) = self.room(room) else { return };
        let visitor = found.visitor.id.clone();
        let Some(visitor) = visitor else { return };
        let contact = found.source.as_deref().and_then(|source| self.contact_of_channel(&visitor, source));
        if let Some(contact) = contact.map(|contact| contact.id.clone()) {
            self.modify_contact(contact, |contact| note(contact.activity.get_or_insert_default()));
        }
        if self.version == ServerVersion::V7_0 {
            self.modify_visitor(&visitor, |visitor| note(&mut visitor.activity));
        }
        self.modify_room(room, |room| note(&mut room.visitor.activity));
        self.modify_inquiry(room, |inquiry| {
            if let Some(visitor) = &mut inquiry.visitor {
                note(&mut visitor.activity);
            }
        });
    }
}

/// Blocking.
impl World {
    /// Blocks a channel of a contact, or lets its visitor write again.
    pub(crate) fn block_channel(
        &mut self,
        contact: &ContactId,
        visitor: &VisitorId,
        source: &RoomSource,
        is_blocked: bool,
        now: Timestamp,
    ) {
        self.modify_contact(contact, |contact| {
            let mut channels = contact.channels.iter_mut();
            if let Some(channel) = channels.find(|channel| is_channel(channel, visitor, source)) {
                channel.blocked = Some(is_blocked);
                contact.updated_at = Some(now);
            }
        });
    }

    /// Refuses a visitor who is blocked on the channel.
    pub(crate) fn check_channel(&self, visitor: &VisitorId, source: &RoomSource) -> Result<(), ServerError> {
        let contact = self.contact_of_channel(visitor, source);
        let channel = contact.and_then(|contact| channel_of(contact, visitor, source));
        if channel.is_some_and(|channel| channel.blocked == Some(true)) {
            return Err(ServerError::plain("error-contact-channel-blocked"));
        }
        Ok(())
    }

    /// The same for the channel of a room.
    pub(crate) fn check_channel_of(&self, room: &RoomId) -> Result<(), ServerError> {
        let Some(room) = self.room(room) else { return Ok(()) };
        match (&room.visitor.id, room.source.as_deref()) {
            (Some(visitor), Some(source)) => self.check_channel(visitor, source),
            _ => Ok(()),
        }
    }

    /// The open room that a visitor has on a channel.
    pub(crate) fn open_room_on(&self, visitor: &VisitorId, source: &RoomSource) -> Option<RoomId> {
        let rooms = self.rooms.of_visitor(visitor.as_str()).iter();
        let mut rooms = rooms.filter_map(|(_, slot)| self.rooms.get(*slot));
        let is_it = |room: &&Room| room.is_open() && room.source.as_deref().is_some_and(|from| is_source(from, source));
        rooms.find(is_it).map(|room| room.id.clone())
    }
}

/// Renaming and removing.
impl World {
    /// Gives the rooms of a contact its name, and shows it to those who read the rooms of its visitors.
    pub(crate) fn rename_contact(&mut self, contact: &ContactId, name: &str, now: Timestamp) {
        let of_contact = self.rooms.of_contact(contact.as_str()).iter().filter_map(|(_, slot)| self.rooms.get(*slot));
        let of_contact: Vec<_> = of_contact.map(|room| room.id.clone()).collect();
        for room in of_contact {
            self.modify_room_at(&room, now, |room| room.display_name = Some(name.to_owned()));
        }
        for visitor in self.visitors_of(contact) {
            for room in self.rooms_of_visitor(&visitor) {
                self.rename_readers(&room, name);
            }
        }
    }

    /// The visitors of a contact's channels.
    fn visitors_of(&self, contact: &ContactId) -> Vec<VisitorId> {
        let channels = self.contact(contact).into_iter().flat_map(|contact| &contact.channels);
        channels.map(|channel| channel.visitor.visitor_id.clone()).collect()
    }

    /// Removes a visitor with the visitor's contacts, and all their other visitors.
    pub(crate) fn remove_person(&mut self, visitor: &VisitorId, now: Timestamp) {
        let contacts = self.contacts_of(visitor);
        for contact in &contacts {
            self.remove_contact(contact, now);
        }
        if contacts.is_empty() {
            self.remove_visitor(visitor, now);
        }
    }

    /// Removes the visitors of a contact. The record stays, without personal data.
    pub(crate) fn remove_contact(&mut self, contact: &ContactId, now: Timestamp) {
        for visitor in self.visitors_of(contact) {
            self.remove_visitor(&visitor, now);
        }
        self.modify_contact(contact, |contact| {
            let mut stripped = Contact::new("").enabled(false).updated_at(now);
            stripped.created_at = contact.created_at;
            stripped.unknown = contact.unknown;
            stripped.contact_manager = contact.contact_manager.take();
            stripped.pre_registration = contact.pre_registration;
            stripped.activity = contact.activity.take();
            *contact = stripped;
        });
    }
}

/// The channel on which a contact is a visitor.
pub(super) fn channel_of<'c>(
    contact: &'c Contact,
    visitor: &VisitorId,
    source: &RoomSource,
) -> Option<&'c ContactChannel> {
    contact.channels.iter().find(|channel| is_channel(channel, visitor, source))
}

/// Whether a channel is a visitor's, and of this source.
fn is_channel(channel: &ContactChannel, visitor: &VisitorId, source: &RoomSource) -> bool {
    channel.visitor.visitor_id == *visitor && is_source(&channel.visitor.source, source)
}

/// Whether one is of the kind of the other, and has its id if that has one.
fn is_source(one: &RoomSource, other: &RoomSource) -> bool {
    one.source_type == other.source_type && (other.id.is_none() || one.id == other.id)
}

/// What kind of channel a source is. The world's own rooms all say.
fn kind_of(source: &RoomSource) -> RoomSourceType {
    source.source_type.clone().unwrap_or(RoomSourceType::Other)
}

/// What tells a source from others.
fn channel_source(source: &RoomSource) -> RoomSource {
    let mut short = RoomSource::new(kind_of(source));
    short.id.clone_from(&source.id);
    short
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// What a contact of this name, with a manager and a custom field, becomes by the news: its name, manager, fields, and
    /// conflicts.
    fn told(unknown: bool, news: &News<'_>) -> Value {
        let fields = json!({"kept": "old", "empty": ""}).as_object().cloned().unwrap();
        let mut contact = Contact::new("c").name("Ann").unknown(unknown).custom_fields(fields);
        contact.contact_manager = Some(ContactOwner::from("bob"));
        news.write_to(&mut contact);
        json!([contact.name, contact.contact_manager, contact.custom_fields, contact.conflicting_fields])
    }

    #[test]
    fn what_is_known_of_a_contact_that_somebody_saved_stays() {
        let fields = json!({"kept": "new", "empty": "new", "none": "new"}).as_object().cloned().unwrap();
        let manager = Some(ContactOwner::from("eve"));
        let others = News { name: Some("Eve"), manager, custom_fields: Some(&fields), ..News::default() };
        let conflicts = json!([{"field": "name", "value": "Eve"}, {"field": "manager", "value": "eve"}]);
        let merged = json!({"kept": "old", "empty": "new", "none": "new"});
        assert_eq!(told(false, &others), json!(["Ann", "bob", merged, conflicts]));
        assert_eq!(told(true, &others), json!(["Eve", "eve", fields, null]));
        // The same once more is no conflict.
        let same = News { name: Some("Ann"), manager: Some(ContactOwner::from("bob")), ..News::default() };
        assert_eq!(told(false, &same)[3], json!(null));
    }

    #[test]
    fn a_source_is_one_of_its_kind_or_the_one_of_its_id() {
        let source = |id: Option<&str>| {
            let mut source = RoomSource::new(RoomSourceType::App);
            source.id = id.map(Into::into);
            source
        };
        let is = |one: &RoomSource, other: &RoomSource| is_source(one, other);
        assert!(is(&source(Some("a")), &source(None)) && is(&source(Some("a")), &source(Some("a"))));
        assert!(!is(&source(Some("a")), &source(Some("b"))) && !is(&source(None), &source(Some("a"))));
        assert!(!is(&RoomSource::new(RoomSourceType::Api), &source(None)));
    }
}
