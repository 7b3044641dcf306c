//! The inquiries: one for each open room, deleted when it closes.

use std::collections::{BTreeSet, HashMap};

use livechat_sdk::{
    InquiryId, RoomId, Timestamp,
    model::{Inquiry, InquiryStatus},
};

#[derive(Clone, Debug, Default)]
pub(crate) struct Inquiries {
    by_room: HashMap<RoomId, Inquiry>,
    rooms: HashMap<InquiryId, RoomId>,
    /// Those that wait to be taken, the longest first.
    queue: BTreeSet<(Timestamp, InquiryId)>,
}

impl Inquiries {
    pub(crate) fn add(&mut self, inquiry: Inquiry) {
        self.remove(&inquiry.room_id);
        self.enqueue(&inquiry);
        self.rooms.insert(inquiry.id.clone(), inquiry.room_id.clone());
        self.by_room.insert(inquiry.room_id.clone(), inquiry);
    }

    /// Changes a room's inquiry, apart from its id and its room.
    pub(crate) fn update<R>(&mut self, room: &RoomId, change: impl FnOnce(&mut Inquiry) -> R) -> Option<R> {
        let mut inquiry = self.remove(room)?;
        let keys = (inquiry.id.clone(), inquiry.room_id.clone());
        let result = change(&mut inquiry);
        (inquiry.id, inquiry.room_id) = keys;
        self.add(inquiry);
        Some(result)
    }

    pub(crate) fn remove(&mut self, room: &RoomId) -> Option<Inquiry> {
        let inquiry = self.by_room.remove(room)?;
        self.rooms.remove(&inquiry.id);
        if let Some(entry) = queue_entry(&inquiry) {
            self.queue.remove(&entry);
        }
        Some(inquiry)
    }

    fn enqueue(&mut self, inquiry: &Inquiry) {
        self.queue.extend(queue_entry(inquiry));
    }

    pub(crate) fn of_room(&self, room: &RoomId) -> Option<&Inquiry> {
        self.by_room.get(room)
    }

    pub(crate) fn by_id(&self, id: &InquiryId) -> Option<&Inquiry> {
        self.by_room.get(self.rooms.get(id)?)
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
