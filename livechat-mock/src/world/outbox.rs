//! What changed, in the order in which it did: for whoever passes it on.

use std::{collections::VecDeque, sync::Arc};

use livechat_sdk::{InquiryId, MessageId, RoomId, UserId, VisitorId, model::UserStatus};

/// Something that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Change {
    /// A message was written, or changed.
    Message {
        /// The room.
        room: RoomId,
        /// The message.
        message: MessageId,
    },
    /// A message was deleted.
    MessageDeleted {
        /// The room.
        room: RoomId,
        /// The message.
        message: MessageId,
    },
    /// A room was opened, or changed.
    Room(RoomId),
    /// A room was deleted.
    RoomDeleted(RoomId),
    /// An inquiry was added, or changed.
    Inquiry {
        /// The room.
        room: RoomId,
        /// The inquiry.
        inquiry: InquiryId,
    },
    /// An inquiry was deleted.
    InquiryDeleted {
        /// The room.
        room: RoomId,
        /// The inquiry.
        inquiry: InquiryId,
    },
    /// A visitor was registered, or changed.
    Visitor(VisitorId),
    /// A user's presence, availability or roles changed, or the user was removed.
    User(UserId),
    /// A user came, went, or is busy.
    Presence {
        /// The user.
        user: UserId,
        /// Whether the user is there now.
        status: UserStatus,
    },
    /// A room was given to an agent, or went back to the queue.
    Agent {
        /// The room.
        room: RoomId,
        /// The agent; `None` if nobody serves the room any more.
        agent: Option<UserId>,
    },
    /// An agent began to do something in a room, or stopped.
    Activity {
        /// The room.
        room: RoomId,
        /// The agent's name, as visitors see it.
        name: String,
        /// What the agent does now: `user-typing`, or nothing.
        activities: Vec<String>,
    },
}

/// The last changes, each with a number that grows.
#[derive(Debug, Default)]
pub(crate) struct Outbox {
    changes: VecDeque<Change>,
    /// The number of the first that is kept.
    first: u64,
    /// What nobody else's is: a clone goes its own way, although its numbers go on from the same.
    mark: Arc<()>,
    /// What a follower has not read yet, from this number on, is kept.
    held: Option<u64>,
}

/// How far somebody has read who must not miss a change.
#[derive(Debug)]
pub(crate) struct Follower {
    mark: Arc<()>,
    next: u64,
}

/// Nobody may be listening: no more than so many are kept.
const KEPT: usize = 4096;

impl Outbox {
    pub(crate) fn push(&mut self, change: Change) {
        if self.changes.len() >= KEPT && self.held.is_none_or(|held| self.first < held) {
            self.changes.pop_front();
            self.first += 1;
        }
        self.changes.push_back(change);
    }

    /// The number of the next change.
    pub(crate) fn next(&self) -> u64 {
        self.first + self.changes.len() as u64
    }

    /// The changes from a number on.
    pub(crate) fn since(&self, number: u64) -> impl Iterator<Item = &Change> {
        self.changes.iter().skip(usize::try_from(number.saturating_sub(self.first)).unwrap_or(usize::MAX))
    }

    /// What a follower has not read; `None` if what it followed is not this.
    pub(crate) fn unread(&self, follower: &Follower) -> Option<impl Iterator<Item = &Change>> {
        Arc::ptr_eq(&self.mark, &follower.mark).then(|| self.since(follower.next))
    }

    /// Keeps all that comes from now on, until it is called again. There is one follower at a time.
    pub(crate) fn follow(&mut self) -> Follower {
        self.held = Some(self.next());
        while self.changes.len() > KEPT {
            self.changes.pop_front();
            self.first += 1;
        }
        Follower { mark: self.mark.clone(), next: self.next() }
    }

    /// Nobody follows any more.
    pub(crate) fn release(&mut self) {
        self.held = None;
    }
}

impl Clone for Outbox {
    fn clone(&self) -> Self {
        Self { changes: self.changes.clone(), first: self.first, mark: Arc::default(), held: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(number: u64) -> Change {
        Change::Room(number.to_string().into())
    }

    #[test]
    fn what_a_follower_has_not_read_is_kept() {
        let mut outbox = Outbox::default();
        let many = KEPT as u64 * 2;
        (0..many).for_each(|number| outbox.push(change(number)));
        assert_eq!(outbox.since(0).count(), KEPT);
        let follower = outbox.follow();
        (0..many).for_each(|number| outbox.push(change(number)));
        let unread: Vec<_> = outbox.unread(&follower).unwrap().cloned().collect();
        assert_eq!(unread, (0..many).map(change).collect::<Vec<_>>());
        let follower = outbox.follow();
        assert_eq!((outbox.unread(&follower).unwrap().count(), outbox.since(0).count()), (0, KEPT));
        assert_eq!(outbox.next(), 2 * many);
    }

    #[test]
    fn a_clone_is_not_what_was_followed() {
        let mut outbox = Outbox::default();
        let follower = outbox.follow();
        let mut snapshot = outbox.clone();
        snapshot.push(change(0));
        assert!(snapshot.unread(&follower).is_none());
        assert!(outbox.unread(&follower).is_some());
    }
}
