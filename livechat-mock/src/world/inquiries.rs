//! The inquiries: one for each open room, deleted when it closes.

use std::{
    cmp::Reverse,
    collections::{BTreeSet, HashMap},
};

use livechat_sdk::{
    Direction, InquiryId, RoomId, Sort, Timestamp,
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

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Inquiry> {
        self.table.iter()
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

/// What the queue is ordered by. Those that are alike in it stand in the order in which they came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum QueueOrder {
    Time,
    Priority,
    ServiceLevel,
}

impl QueueOrder {
    /// The fields of inquiries that it goes by, the most significant first.
    fn fields(self) -> &'static [(&'static str, Direction)] {
        const TIME: (&str, Direction) = ("ts", Direction::Ascending);
        const NEWEST: (&str, Direction) = ("_updatedAt", Direction::Descending);
        match self {
            Self::Time => &[TIME, NEWEST],
            Self::Priority => &[("priorityWeight", Direction::Ascending), TIME, NEWEST],
            Self::ServiceLevel => &[("estimatedWaitingTimeQueue", Direction::Ascending), TIME, NEWEST],
        }
    }

    /// An order that somebody asks for, as servers read it: the queue's own fields keep their directions, and follow where
    /// they are not named.
    pub(crate) fn beside(self, asked: &Sort) -> Sort {
        let own = |name: &str| self.fields().iter().find(|(field, _)| *field == name).copied();
        let first = asked.fields().map(|(field, direction)| own(field).unwrap_or((field, direction)));
        let is_named = |name: &str| asked.fields().any(|(field, _)| field == name);
        let rest = self.fields().iter().copied().filter(|(field, _)| !is_named(field));
        let add = |sort: Option<Sort>, (field, direction): (&str, Direction)| {
            let sort = match sort {
                Some(sort) => sort.then_by(field),
                None => Sort::by(field),
            };
            Some(if direction == Direction::Descending { sort.descending() } else { sort })
        };
        first.chain(rest).fold(None, add).unwrap_or_else(|| Sort::by("ts"))
    }
}

impl World {
    /// What the queue is ordered by: by time, unless the workspace says something else that servers know.
    pub(crate) fn queue_order(&self) -> QueueOrder {
        match self.settings.text("Omnichannel_sorting_mechanism") {
            "Priority" => QueueOrder::Priority,
            "SLAs" => QueueOrder::ServiceLevel,
            _ => QueueOrder::Time,
        }
    }

    /// The inquiries that wait to be taken, in the order in which they are to be.
    pub(crate) fn waiting_inquiries(&self) -> Vec<&Inquiry> {
        let mut queue: Vec<_> = self.inquiries.queued().collect();
        let order = self.queue_order();
        let weight = |inquiry: &Inquiry| match order {
            QueueOrder::Time => None,
            QueueOrder::Priority => inquiry.priority_weight,
            QueueOrder::ServiceLevel => inquiry.estimated_waiting_time_queue,
        };
        queue.sort_by(|one, other| {
            let since = |inquiry: &Inquiry| (inquiry.created_at, Reverse(inquiry.updated_at));
            let weights = weight(one).unwrap_or(f64::MIN).total_cmp(&weight(other).unwrap_or(f64::MIN));
            weights.then_with(|| since(one).cmp(&since(other)))
        });
        queue
    }

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_that_is_asked_for_comes_before_the_queues_own() {
        for (order, asked, expected) in [
            (QueueOrder::Time, r#"{"name":1}"#, r#"{"name":1,"ts":1,"_updatedAt":-1}"#),
            // Its own fields keep their directions.
            (QueueOrder::Time, r#"{"ts":-1}"#, r#"{"ts":1,"_updatedAt":-1}"#),
            (
                QueueOrder::Priority,
                r#"{"_updatedAt":1,"name":-1}"#,
                r#"{"_updatedAt":-1,"name":-1,"priorityWeight":1,"ts":1}"#,
            ),
        ] {
            let asked: Sort = asked.parse().unwrap();
            assert_eq!(order.beside(&asked), expected.parse::<Sort>().unwrap(), "{order:?} {asked}");
        }
    }
}
