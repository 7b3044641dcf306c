//! What changed, in the order in which it did: for whoever passes it on.

use livechat_sdk::{InquiryId, MessageId, RoomId, UserId, VisitorId};

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
    /// A user's presence or availability changed.
    User(UserId),
}

/// The last changes, each with a number that grows.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outbox {
    changes: std::collections::VecDeque<Change>,
    /// The number of the first that is kept.
    first: u64,
}

/// Nobody may be listening: no more than so many are kept.
const KEPT: usize = 4096;

impl Outbox {
    pub(crate) fn push(&mut self, change: Change) {
        if self.changes.len() == KEPT {
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
}
