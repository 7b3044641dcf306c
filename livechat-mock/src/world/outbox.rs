//! The changes of a world, in the order in which they happened.

use std::{collections::VecDeque, sync::Arc};

use livechat_sdk::{
    BusinessHourId, CannedResponseId, ContactId, DepartmentId, InquiryId, MessageId, PriorityId, ProviderId, RoomId,
    SlaPolicyId, TagId, TriggerId, UnitId, UserId, VisitorId, model::UserStatus,
};

/// A change of a [`World`](crate::World).
///
/// Each record that differs is named, by the call that wrote it and by every other call that does the same. Logins are the
/// exception: they are secret, and no operation lists them.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Change {
    /// A message was added, or changed.
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
    /// A page visit that belonged to no room when it was recorded: it was added, was moved into the room that its visitor
    /// opened, or expired.
    PageVisit(MessageId),
    /// A room was added, or changed.
    Room(RoomId),
    /// A room was deleted, with its messages and files.
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
    /// A user joined a room, left it, or has another number of unread messages in it.
    Subscription {
        /// The room.
        room: RoomId,
        /// The user.
        user: UserId,
    },
    /// A visitor was added, or changed. The record of a deleted visitor changes too: it stays, without personal data.
    Visitor(VisitorId),
    /// A contact was added, or changed.
    Contact(ContactId),
    /// A user was added, changed, or removed.
    User(UserId),
    /// A user has another presence.
    Presence {
        /// The user.
        user: UserId,
        /// The new presence.
        status: UserStatus,
    },
    /// A department, or one of its agents, was added, changed, or removed.
    Department(DepartmentId),
    /// Business hours were added, changed, or removed.
    BusinessHour(BusinessHourId),
    /// A unit, or one of its monitors, was added, changed, or removed.
    Unit(UnitId),
    /// The custom field with this key was added, changed, or removed.
    CustomField(String),
    /// A trigger was added, changed, or removed.
    Trigger(TriggerId),
    /// A provider of outbound messages was added, or replaced.
    OutboundProvider(ProviderId),
    /// A tag was added, changed, or removed.
    Tag(TagId),
    /// A service level was added, changed, or removed.
    SlaPolicy(SlaPolicyId),
    /// A priority was renamed, or has its own name again.
    Priority(PriorityId),
    /// A canned response was saved, or removed.
    CannedResponse(CannedResponseId),
    /// A canned response lost a tag that was removed. Nobody is told of it.
    CannedResponseTags(CannedResponseId),
    /// The setting with this name has another value.
    Setting(&'static str),
    /// The permission with this name was granted to other roles.
    Permission(String),
    /// A room was assigned to an agent, or returned to the queue.
    Agent {
        /// The room.
        room: RoomId,
        /// The agent; `None` if the room has none any more.
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

/// The last changes, each with an ascending number.
///
/// Every method that writes a record takes the outbox, so that none can write silently.
#[derive(Debug, Default)]
pub(crate) struct Outbox {
    changes: VecDeque<Change>,
    /// The number of the first that is kept.
    first: u64,
    /// Tells this outbox from its clones, whose numbers continue from the same one.
    mark: Arc<()>,
    /// Changes from this number on are kept for the follower.
    held: Option<u64>,
}

/// The position of a reader that must not miss a change.
#[derive(Debug)]
pub(crate) struct Follower {
    mark: Arc<()>,
    next: u64,
}

/// How many changes are kept while there is no follower.
const KEPT: usize = 4096;

impl Outbox {
    pub(super) fn push(&mut self, change: Change) {
        if self.changes.len() >= KEPT && self.held.is_none_or(|held| self.first < held) {
            self.changes.pop_front();
            self.first += 1;
        }
        self.changes.push_back(change);
    }

    pub(super) fn extend(&mut self, change: Option<Change>) {
        if let Some(change) = change {
            self.push(change);
        }
    }

    /// The number of the next change.
    pub(crate) fn next(&self) -> u64 {
        self.first + self.changes.len() as u64
    }

    /// The changes from a number on.
    pub(crate) fn since(&self, number: u64) -> impl Iterator<Item = &Change> {
        self.changes.iter().skip(usize::try_from(number.saturating_sub(self.first)).unwrap_or(usize::MAX))
    }

    /// Whether all changes from a number on are kept.
    pub(super) fn has_all_since(&self, number: u64) -> bool {
        (self.first..=self.next()).contains(&number)
    }

    /// What a follower has not read; `None` if it follows another outbox.
    pub(crate) fn unread(&self, follower: &Follower) -> Option<impl Iterator<Item = &Change>> {
        Arc::ptr_eq(&self.mark, &follower.mark).then(|| self.since(follower.next))
    }

    /// Keeps all changes from now on, until it is called again. There is one follower at a time.
    pub(crate) fn follow(&mut self) -> Follower {
        self.held = Some(self.next());
        while self.changes.len() > KEPT {
            self.changes.pop_front();
            self.first += 1;
        }
        Follower { mark: self.mark.clone(), next: self.next() }
    }

    /// Ends following.
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
        assert_eq!(outbox.since(0).count(), unread.len(), "what was read is not");
        let follower = outbox.follow();
        assert_eq!((outbox.unread(&follower).unwrap().count(), outbox.since(0).count()), (0, KEPT));
        assert_eq!(outbox.next(), 2 * many);
    }

    #[test]
    fn without_a_follower_the_last_changes_are_kept() {
        let mut outbox = Outbox::default();
        outbox.follow();
        outbox.release();
        (0..KEPT as u64 * 2).for_each(|number| outbox.push(change(number)));
        assert_eq!(outbox.since(0).count(), KEPT);
    }

    #[test]
    fn a_clone_is_not_what_was_followed() {
        let mut outbox = Outbox::default();
        outbox.push(change(0));
        let follower = outbox.follow();
        let mut snapshot = outbox.clone();
        snapshot.push(change(0));
        assert_eq!(snapshot.next(), outbox.next() + 1, "what was seen of one was seen of the other");
        assert!(snapshot.unread(&follower).is_none());
        assert!(outbox.unread(&follower).is_some());
    }
}
