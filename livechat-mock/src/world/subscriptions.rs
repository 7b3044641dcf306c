//! The subscriptions: which users are in which rooms, and what they have not read.

use std::collections::BTreeMap;

use livechat_sdk::{RoomId, UserId};

/// A user in a room.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Subscription {
    /// The room's name, as the user sees it.
    pub(crate) name: Option<String>,
    /// How many messages the user has not read.
    pub(crate) unread: u64,
}

/// By room and user.
#[derive(Clone, Debug, Default)]
pub(crate) struct Subscriptions(BTreeMap<(RoomId, UserId), Subscription>);

impl Subscriptions {
    pub(crate) fn add(&mut self, room: &RoomId, user: &UserId, name: Option<String>) {
        self.0.entry((room.clone(), user.clone())).or_default().name = name;
    }

    pub(crate) fn remove(&mut self, room: &RoomId, user: &UserId) -> bool {
        self.0.remove(&(room.clone(), user.clone())).is_some()
    }

    pub(crate) fn get(&self, room: &RoomId, user: &UserId) -> Option<&Subscription> {
        self.0.get(&(room.clone(), user.clone()))
    }

    /// A room's, by user.
    pub(crate) fn of_room(&self, room: &RoomId) -> impl Iterator<Item = (&UserId, &Subscription)> {
        let from = (room.clone(), UserId::from(""));
        let is_there = move |((of, _), _): &(&(RoomId, UserId), &Subscription)| *of == from.0;
        self.0.range((room.clone(), UserId::from(""))..).take_while(is_there).map(|((_, user), entry)| (user, entry))
    }

    /// Changes all of a room's.
    pub(crate) fn update_room(&mut self, room: &RoomId, mut change: impl FnMut(&UserId, &mut Subscription)) {
        let entries = self.0.range_mut((room.clone(), UserId::from(""))..);
        entries.take_while(|((of, _), _)| of == room).for_each(|((_, user), entry)| change(user, entry));
    }

    pub(crate) fn remove_room(&mut self, room: &RoomId) {
        let users: Vec<_> = self.of_room(room).map(|(user, _)| user.clone()).collect();
        for user in users {
            self.remove(room, &user);
        }
    }
}
