//! The visitors, found by id, token, phone number and e-mail address.

use livechat_sdk::{JsonObject, VisitorToken, model::Visitor};

use super::table::{Index, Slot, Table};

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
    pub(crate) fn add(&mut self, visitor: Visitor) -> Slot {
        let keys = Keys::of(&visitor);
        let id = visitor.id.clone();
        let slot = self.table.push(id.as_str(), visitor);
        self.index(&keys, slot, Index::add);
        slot
    }

    /// Changes a visitor. The id stays as it is.
    pub(crate) fn update<R>(&mut self, slot: Slot, change: impl FnOnce(&mut Visitor) -> R) -> Option<R> {
        let visitor = self.table.get_mut(slot)?;
        let (id, before) = (visitor.id.clone(), Keys::of(visitor));
        let result = change(visitor);
        visitor.id = id;
        if !before.are_of(visitor) {
            let after = Keys::of(visitor);
            self.index(&before, slot, Index::remove);
            self.index(&after, slot, Index::add);
        }
        Some(result)
    }

    /// Changes a visitor's custom fields, which nobody is found by.
    pub(crate) fn update_data<R>(&mut self, slot: Slot, change: impl FnOnce(&mut JsonObject) -> R) -> Option<R> {
        Some(change(self.table.get_mut(slot)?.livechat_data.get_or_insert_with(JsonObject::new)))
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

    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &Visitor> {
        self.table.iter()
    }

    pub(crate) fn len(&self) -> usize {
        self.table.len()
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
            let mut visitors = Visitors::default();
            for (which, token, phone, email) in steps {
                let change = |visitor: &mut Visitor| {
                    visitor.token = token.map(|token| VisitorToken::from(if token { "t" } else { "f" }));
                    visitor.phones = phone.chars().map(VisitorPhone::new).collect();
                    visitor.emails = email.chars().map(VisitorEmail::new).collect();
                };
                match visitors.find(&which.to_string()) {
                    Some(slot) => visitors.update(slot, change).unwrap(),
                    None => {
                        let mut visitor = Visitor::new(which.to_string());
                        change(&mut visitor);
                        visitors.add(visitor);
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
