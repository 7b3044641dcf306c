//! The subscriptions: which users are in which rooms, and how many messages they have not read.

use std::collections::{BTreeMap, BTreeSet};

use livechat_sdk::{RoomId, UserId};
use serde::{Deserialize, Serialize};

use super::{Change, World, outbox::Outbox};

/// A user in a room.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Subscription {
    /// The room's name, as the user sees it.
    pub(crate) name: Option<String>,
    /// How many messages the user has not read.
    pub(crate) unread: u64,
    /// How many of them mention the user.
    pub(crate) mentions: u64,
    /// How many of them mention everybody.
    pub(crate) group_mentions: u64,
    /// Whether there is something new, counted or not.
    #[serde(default)]
    pub(crate) alert: bool,
}

/// By room and user.
#[derive(Clone, Debug, Default)]
pub(crate) struct Subscriptions {
    entries: BTreeMap<(RoomId, UserId), Subscription>,
    by_user: BTreeSet<(UserId, RoomId)>,
}

impl Subscriptions {
    /// Adds a user to a room. Being there is news to the user, which counts as a message.
    pub(super) fn add(&mut self, room: &RoomId, user: &UserId, name: Option<String>, outbox: &mut Outbox) {
        let subscription = Subscription { name, unread: 1, mentions: 1, group_mentions: 0, alert: true };
        self.entries.insert((room.clone(), user.clone()), subscription);
        self.by_user.insert((user.clone(), room.clone()));
        outbox.push(Change::Subscription { room: room.clone(), user: user.clone() });
    }

    /// Puts a user into a room as one was before, without a word.
    pub(super) fn put(&mut self, room: RoomId, user: UserId, subscription: Subscription) {
        self.by_user.insert((user.clone(), room.clone()));
        self.entries.insert((room, user), subscription);
    }

    /// All of them.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&RoomId, &UserId, &Subscription)> {
        self.entries.iter().map(|((room, user), entry)| (room, user, entry))
    }

    /// Removes a user from a room; false if the user is not in it.
    pub(super) fn remove(&mut self, room: &RoomId, user: &UserId, outbox: &mut Outbox) -> bool {
        self.by_user.remove(&(user.clone(), room.clone()));
        let was_there = self.entries.remove(&(room.clone(), user.clone())).is_some();
        if was_there {
            outbox.push(Change::Subscription { room: room.clone(), user: user.clone() });
        }
        was_there
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
    pub(super) fn modify_all_of(
        &mut self,
        room: &RoomId,
        outbox: &mut Outbox,
        mut change: impl FnMut(&UserId, &mut Subscription),
    ) {
        let entries = self.entries.range_mut((room.clone(), UserId::from(""))..);
        for ((room, user), entry) in entries.take_while(|((of, _), _)| of == room) {
            change(user, entry);
            outbox.push(Change::Subscription { room: room.clone(), user: user.clone() });
        }
    }

    pub(super) fn remove_room(&mut self, room: &RoomId, outbox: &mut Outbox) {
        let users: Vec<_> = self.of_room(room).map(|(user, _)| user.clone()).collect();
        for user in users {
            self.remove(room, &user, outbox);
        }
    }

    pub(super) fn remove_user(&mut self, user: &UserId, outbox: &mut Outbox) {
        let rooms: Vec<_> = self.of_user(user).cloned().collect();
        for room in rooms {
            self.remove(&room, user, outbox);
        }
    }
}

impl World {
    /// How many messages of a room a user has not read; `None` if the user is not in the room.
    #[must_use]
    pub fn unread(&self, room: impl Into<RoomId>, user: impl Into<UserId>) -> Option<u64> {
        self.subscriptions.get(&room.into(), &user.into()).map(|subscription| subscription.unread)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_is_in_the_rooms_that_have_the_user() {
        let (mut subscriptions, mut outbox) = (Subscriptions::default(), Outbox::default());
        for (room, user) in [("r1", "u1"), ("r1", "u2"), ("r2", "u1"), ("r3", "u10")] {
            subscriptions.add(&room.into(), &user.into(), None, &mut outbox);
        }
        let rooms = |subscriptions: &Subscriptions, user: &str| -> Vec<String> {
            subscriptions.of_user(&user.into()).map(ToString::to_string).collect()
        };
        assert_eq!(rooms(&subscriptions, "u1"), ["r1", "r2"]);
        subscriptions.remove_room(&"r1".into(), &mut outbox);
        assert_eq!((rooms(&subscriptions, "u1"), rooms(&subscriptions, "u2").len()), (vec!["r2".to_owned()], 0));
        subscriptions.remove_user(&"u1".into(), &mut outbox);
        assert_eq!(subscriptions.of_room(&"r2".into()).count(), 0);
        assert_eq!(rooms(&subscriptions, "u10"), ["r3"]);
    }
}
