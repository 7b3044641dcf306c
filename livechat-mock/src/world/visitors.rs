//! The visitors, found by id, token, phone number and e-mail address.

use std::sync::Arc;

use livechat_sdk::{
    Timestamp, VisitorId, VisitorToken,
    model::{Visitor, VisitorPhone, VisitorStatus},
};

use super::{
    Change, World,
    outbox::Outbox,
    table::{Index, Record, Slot, Table},
};

impl Record for Visitor {
    type Id = VisitorId;

    fn id(&self) -> &VisitorId {
        &self.id
    }

    fn id_mut(&mut self) -> &mut VisitorId {
        &mut self.id
    }

    fn changed(&self, id: VisitorId) -> Option<Change> {
        Some(Change::Visitor(id))
    }
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Visitors {
    table: Table<Visitor>,
    by_token: Index,
    by_phone: Index,
    by_email: Index,
}

/// What a visitor is found by.
#[derive(PartialEq, Eq)]
struct Keys {
    token: Option<VisitorToken>,
    phones: Vec<String>,
    emails: Vec<String>,
}

impl Keys {
    fn of(visitor: &Visitor) -> Self {
        Self {
            token: visitor.token.clone(),
            phones: visitor.phones.iter().map(|phone| phone.phone_number.clone()).collect(),
            emails: visitor.emails.iter().map(|email| email.address.clone()).collect(),
        }
    }

    fn are_of(&self, visitor: &Visitor) -> bool {
        self.token == visitor.token
            && self.phones.iter().eq(visitor.phones.iter().map(|phone| &phone.phone_number))
            && self.emails.iter().eq(visitor.emails.iter().map(|email| &email.address))
    }
}

impl Visitors {
    /// Adds a visitor, or replaces the one with the same id.
    pub(super) fn put(&mut self, visitor: Visitor, outbox: &mut Outbox) -> Slot {
        let keys = Keys::of(&visitor);
        let (slot, replaced) = self.table.put(visitor, outbox);
        if let Some(replaced) = replaced {
            self.index(&Keys::of(&replaced), slot, Index::remove);
        }
        self.index(&keys, slot, Index::add);
        slot
    }

    /// Changes a visitor, apart from the id.
    fn modify<R>(&mut self, slot: Slot, outbox: &mut Outbox, change: impl FnOnce(&mut Visitor) -> R) -> Option<R> {
        let before = Keys::of(self.table.get(slot)?);
        let result = self.table.modify(slot, outbox, change)?;
        let visitor = self.table.get(slot)?;
        if !before.are_of(visitor) {
            let after = Keys::of(visitor);
            self.index(&before, slot, Index::remove);
            self.index(&after, slot, Index::add);
        }
        Some(result)
    }

    fn index(&mut self, keys: &Keys, slot: Slot, step: fn(&mut Index, &str, Slot)) {
        if let Some(token) = &keys.token {
            step(&mut self.by_token, token.expose(), slot);
        }
        keys.phones.iter().for_each(|phone| step(&mut self.by_phone, phone, slot));
        keys.emails.iter().for_each(|email| step(&mut self.by_email, email, slot));
    }

    pub(crate) fn get(&self, slot: Slot) -> Option<&Visitor> {
        self.table.get(slot)
    }

    pub(crate) fn find(&self, id: &str) -> Option<Slot> {
        self.table.find(id)
    }

    pub(crate) fn find_by_token(&self, token: &str) -> Option<Slot> {
        self.by_token.first(token)
    }

    pub(crate) fn find_by_phone(&self, phone: &str) -> Option<Slot> {
        self.by_phone.first(phone)
    }

    pub(crate) fn find_by_email(&self, email: &str) -> Option<Slot> {
        self.by_email.first(email)
    }

    /// All with this phone number, the oldest first.
    pub(crate) fn all_with_phone(&self, phone: &str) -> &[Slot] {
        self.by_phone.all(phone)
    }

    /// All with this e-mail address, the oldest first.
    pub(crate) fn all_with_email(&self, email: &str) -> &[Slot] {
        self.by_email.all(email)
    }

    pub(crate) fn by_id(&self, id: &str) -> Option<&Visitor> {
        self.table.by_id(id)
    }

    pub(crate) fn by_token(&self, token: &str) -> Option<&Visitor> {
        self.find_by_token(token).and_then(|slot| self.get(slot))
    }

    /// A visitor as the visitor is now, whatever changes.
    pub(crate) fn shared(&self, slot: Slot) -> Option<Arc<Visitor>> {
        self.table.shared(slot)
    }

    /// The same, by token.
    pub(crate) fn shared_by_token(&self, token: &str) -> Option<Arc<Visitor>> {
        self.find_by_token(token).and_then(|slot| self.shared(slot))
    }

    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &Visitor> {
        self.table.iter()
    }

    pub(crate) fn len(&self) -> usize {
        self.table.len()
    }
}

/// Visitors.
impl World {
    /// All visitors, the oldest first.
    pub fn visitors(&self) -> impl DoubleEndedIterator<Item = &Visitor> {
        self.visitors.iter()
    }

    /// The visitor with this id.
    #[must_use]
    pub fn visitor(&self, id: impl AsRef<str>) -> Option<&Visitor> {
        self.visitors.by_id(id.as_ref())
    }

    /// The visitor with this token.
    #[must_use]
    pub fn visitor_by_token(&self, token: impl Into<VisitorToken>) -> Option<&Visitor> {
        self.visitors.by_token(token.into().expose())
    }

    /// Adds a visitor as it is, or replaces the one with the same id. If its id is empty, one is drawn.
    pub fn add_visitor(&mut self, mut visitor: Visitor) -> VisitorId {
        if visitor.id.as_str().is_empty() {
            visitor.id = self.draw_visitor_id();
        }
        let id = visitor.id.clone();
        self.insert_visitor(visitor);
        id
    }

    /// Changes a visitor, apart from the id; `None` if there is no such visitor.
    pub fn modify_visitor<R>(&mut self, id: impl AsRef<str>, change: impl FnOnce(&mut Visitor) -> R) -> Option<R> {
        let slot = self.visitors.find(id.as_ref())?;
        self.modify_visitor_in(slot, change)
    }

    /// The same for a visitor who was found already.
    pub(crate) fn modify_visitor_in<R>(&mut self, slot: Slot, change: impl FnOnce(&mut Visitor) -> R) -> Option<R> {
        self.visitors.modify(slot, &mut self.outbox, change)
    }

    /// Adds a visitor who has an id, or replaces the one with the same id.
    pub(crate) fn insert_visitor(&mut self, visitor: Visitor) -> Slot {
        self.visitors.put(visitor, &mut self.outbox)
    }

    /// An id for a new visitor.
    pub(crate) fn draw_visitor_id(&mut self) -> VisitorId {
        self.ids.hex().into()
    }

    /// Adds a visitor of whom nothing but a token is known.
    pub(crate) fn add_guest(&mut self, token: &VisitorToken, now: Timestamp) -> Visitor {
        let username = self.next_guest();
        let visitor = Visitor::new(self.draw_visitor_id())
            .username(username)
            .token(token.clone())
            .status(VisitorStatus::Online)
            .created_at(now)
            .updated_at(now);
        self.insert_visitor(visitor.clone());
        visitor
    }

    /// Adds a visitor of whom nothing but a phone number is known, whose digits are the user name.
    pub(crate) fn add_caller(&mut self, phone: &str, now: Timestamp) -> Visitor {
        let token = VisitorToken::from(self.ids.short());
        let visitor = Visitor::new(self.draw_visitor_id())
            .username(phone.chars().filter(char::is_ascii_digit).collect::<String>())
            .token(token)
            .phones(vec![VisitorPhone::new(phone)])
            .status(VisitorStatus::Online)
            .created_at(now)
            .updated_at(now);
        self.insert_visitor(visitor.clone());
        visitor
    }

    /// Removes a visitor with all rooms. The record stays, without personal data.
    pub(crate) fn remove_visitor(&mut self, id: &VisitorId, now: Timestamp) {
        for room in self.rooms_of_visitor(id) {
            self.remove_room(&room, now);
            self.files.remove_room(room.as_str());
        }
        self.modify_visitor(id, |visitor| {
            let mut stripped = Visitor::new(visitor.id.clone()).disabled(true).updated_at(now);
            stripped.activity = std::mem::take(&mut visitor.activity);
            stripped.external_ids = std::mem::take(&mut visitor.external_ids);
            *visitor = stripped;
        });
    }
}

#[cfg(test)]
mod tests {
    use livechat_sdk::model::{VisitorEmail, VisitorPhone};
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Whatever is changed, each way to find a visitor agrees with a look at all of them.
        #[test]
        fn all_ways_to_find_a_visitor_agree(
            steps in proptest::collection::vec((0_usize..5, any::<Option<bool>>(), "[ab]?", "[ab]?"), 0..40),
        ) {
            let (mut visitors, mut outbox) = (Visitors::default(), Outbox::default());
            for (which, token, phone, email) in steps {
                let change = |visitor: &mut Visitor| {
                    visitor.token = token.map(|token| VisitorToken::from(if token { "t" } else { "f" }));
                    visitor.phones = phone.chars().map(VisitorPhone::new).collect();
                    visitor.emails = email.chars().map(VisitorEmail::new).collect();
                };
                match visitors.find(&which.to_string()) {
                    Some(slot) => visitors.modify(slot, &mut outbox, change).unwrap(),
                    None => {
                        let mut visitor = Visitor::new(which.to_string());
                        change(&mut visitor);
                        visitors.put(visitor, &mut outbox);
                    }
                }
                for key in ["t", "f", "a", "b"] {
                    let first = |has: &dyn Fn(&Visitor) -> bool| visitors.iter().find(|visitor| has(visitor));
                    let get = |slot: Option<Slot>| slot.and_then(|slot| visitors.get(slot));
                    prop_assert_eq!(
                        visitors.by_token(key),
                        first(&|visitor| visitor.token.as_ref().is_some_and(|token| token.expose() == key))
                    );
                    prop_assert_eq!(
                        get(visitors.find_by_phone(key)),
                        first(&|visitor| visitor.phones.iter().any(|phone| phone.phone_number == key))
                    );
                    prop_assert_eq!(
                        get(visitors.find_by_email(key)),
                        first(&|visitor| visitor.emails.iter().any(|email| email.address == key))
                    );
                }
            }
        }
    }
}
