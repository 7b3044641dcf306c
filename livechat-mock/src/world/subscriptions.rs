//! The subscriptions: which users are in which rooms, and what they have not read.

use std::collections::{BTreeMap, BTreeSet};

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
pub(crate) struct Subscriptions {
    entries: BTreeMap<(RoomId, UserId), Subscription>,
    by_user: BTreeSet<(UserId, RoomId)>,
}

impl Subscriptions {
    pub(crate) fn add(&mut self, room: &RoomId, user: &UserId, name: Option<String>) {
        self.entries.entry((room.clone(), user.clone())).or_default().name = name;
        self.by_user.insert((user.clone(), room.clone()));
    }

    pub(crate) fn remove(&mut self, room: &RoomId, user: &UserId) -> bool {
        self.by_user.remove(&(user.clone(), room.clone()));
        self.entries.remove(&(room.clone(), user.clone())).is_some()
    }

    pub(crate) fn get(&self, room: &RoomId, user: &UserId) -> Option<&Subscription> {
        self.entries.get(&(room.clone(), user.clone()))
    }

    /// A room's, by user.
    pub(crate) fn of_room(&self, room: &RoomId) -> impl Iterator<Item = (&UserId, &Subscription)> {
        let from = (room.clone(), UserId::from(""));
        let is_there = move |((of, _), _): &(&(RoomId, UserId), &Subscription)| *of == from.0;
        let entries = self.entries.range((room.clone(), UserId::from(""))..);
        entries.take_while(is_there).map(|((_, user), entry)| (user, entry))
    }

    /// The rooms that a user is in.
    pub(crate) fn of_user(&self, user: &UserId) -> impl Iterator<Item = &RoomId> {
        let of = user.clone();
        let rooms = self.by_user.range((user.clone(), RoomId::from(""))..);
        rooms.take_while(move |(user, _)| *user == of).map(|(_, room)| room)
    }

    /// Changes all of a room's.
    pub(crate) fn update_room(&mut self, room: &RoomId, mut change: impl FnMut(&UserId, &mut Subscription)) {
        let entries = self.entries.range_mut((room.clone(), UserId::from(""))..);
        entries.take_while(|((of, _), _)| of == room).for_each(|((_, user), entry)| change(user, entry));
    }

    pub(crate) fn remove_room(&mut self, room: &RoomId) {
        let users: Vec<_> = self.of_room(room).map(|(user, _)| user.clone()).collect();
        for user in users {
            self.remove(room, &user);
        }
    }

    pub(crate) fn remove_user(&mut self, user: &UserId) {
        let rooms: Vec<_> = self.of_user(user).cloned().collect();
        for room in rooms {
            self.remove(&room, user);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_is_in_the_rooms_that_have_the_user() {
        let mut subscriptions = Subscriptions::default();
        for (room, user) in [("r1", "u1"), ("r1", "u2"), ("r2", "u1"), ("r3", "u10")] {
            subscriptions.add(&room.into(), &user.into(), None);
        }
        let rooms = |subscriptions: &Subscriptions, user: &str| -> Vec<String> {
            subscriptions.of_user(&user.into()).map(ToString::to_string).collect()
        };
        assert_eq!(rooms(&subscriptions, "u1"), ["r1", "r2"]);
        subscriptions.remove_room(&"r1".into());
        assert_eq!((rooms(&subscriptions, "u1"), rooms(&subscriptions, "u2").len()), (vec!["r2".to_owned()], 0));
        subscriptions.remove_user(&"u1".into());
        assert_eq!(subscriptions.of_room(&"r2".into()).count(), 0);
        assert_eq!(rooms(&subscriptions, "u10"), ["r3"]);
    }
}
