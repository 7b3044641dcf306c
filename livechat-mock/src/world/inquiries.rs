//! The inquiries: one for each open room, deleted when it closes.

use std::collections::{BTreeSet, HashMap};

use livechat_sdk::{
    InquiryId, RoomId, Timestamp,
    model::{Inquiry, InquiryStatus},
};

use super::{
    Change, World,
    outbox::Outbox,
    table::{Record, Slot, Table},
};

impl Record for Inquiry {
    type Id = InquiryId;

    fn id(&self) -> &InquiryId {
        &self.id
    }

    fn id_mut(&mut self) -> &mut InquiryId {
        &mut self.id
    }

    fn changed(&self, inquiry: InquiryId) -> Option<Change> {
        Some(Change::Inquiry { room: self.room_id.clone(), inquiry })
    }

    fn removed(&self) -> Option<Change> {
        Some(Change::InquiryDeleted { room: self.room_id.clone(), inquiry: self.id.clone() })
    }
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Inquiries {
    table: Table<Inquiry>,
    by_room: HashMap<RoomId, Slot>,
    /// Those that wait to be taken, the longest first.
    queue: BTreeSet<(Timestamp, InquiryId)>,
}

impl Inquiries {
    /// Adds an inquiry, or replaces the one of the same room.
    pub(super) fn put(&mut self, inquiry: Inquiry, outbox: &mut Outbox) {
        self.remove(&inquiry.room_id, outbox);
        self.queue.extend(queue_entry(&inquiry));
        let room = inquiry.room_id.clone();
        let (slot, _) = self.table.put(inquiry, outbox);
        self.by_room.insert(room, slot);
    }

    /// Changes a room's inquiry, apart from its id and its room.
    pub(super) fn modify<R>(
        &mut self,
        room: &str,
        outbox: &mut Outbox,
        change: impl FnOnce(&mut Inquiry) -> R,
    ) -> Option<R> {
        let slot = *self.by_room.get(room)?;
        let before = self.table.get(slot).and_then(queue_entry);
        let result = self.table.modify(slot, outbox, |inquiry| {
            let room = inquiry.room_id.clone();
            let result = change(inquiry);
            inquiry.room_id = room;
            result
        });
        let after = self.table.get(slot).and_then(queue_entry);
        if before != after {
            if let Some(before) = before {
                self.queue.remove(&before);
            }
            self.queue.extend(after);
        }
        result
    }

    pub(super) fn remove(&mut self, room: &RoomId, outbox: &mut Outbox) -> Option<Inquiry> {
        let slot = self.by_room.remove(room)?;
        let id = self.table.get(slot)?.id.clone();
        let (_, inquiry) = self.table.remove(id.as_str(), outbox)?;
        if let Some(entry) = queue_entry(&inquiry) {
            self.queue.remove(&entry);
        }
        Some(inquiry)
    }

    pub(crate) fn of_room(&self, room: &str) -> Option<&Inquiry> {
        self.by_room.get(room).and_then(|slot| self.table.get(*slot))
    }

    pub(crate) fn by_id(&self, id: &InquiryId) -> Option<&Inquiry> {
        self.table.by_id(id.as_str())
    }

    /// Those that wait to be taken, the longest first.
    pub(crate) fn queued(&self) -> impl DoubleEndedIterator<Item = &Inquiry> {
        self.queue.iter().filter_map(|(_, id)| self.by_id(id))
    }
}

fn queue_entry(inquiry: &Inquiry) -> Option<(Timestamp, InquiryId)> {
    let is_queued = inquiry.status == Some(InquiryStatus::Queued);
    inquiry.created_at.filter(|_| is_queued).map(|ts| (ts, inquiry.id.clone()))
}

impl World {
    /// The inquiry of an open room.
    #[must_use]
    pub fn inquiry(&self, room: impl AsRef<str>) -> Option<&Inquiry> {
        self.inquiries.of_room(room.as_ref())
    }

    /// Changes the inquiry of a room, apart from its id and its room; `None` if the room has none.
    pub(crate) fn modify_inquiry<R>(
        &mut self,
        room: impl AsRef<str>,
        change: impl FnOnce(&mut Inquiry) -> R,
    ) -> Option<R> {
        self.inquiries.modify(room.as_ref(), &mut self.outbox, change)
    }
}
