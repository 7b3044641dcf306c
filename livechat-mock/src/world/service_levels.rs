//! Service levels and priorities: those that a workspace has, and those that its rooms are given.

use livechat_sdk::{
    PriorityId, RoomId, SlaPolicyId, Timestamp,
    model::{MessageAuthor, MessageType, Priority, PriorityData, PriorityLevel, SlaData, SlaPolicy, UserSummary},
};
use serde_json::json;

use super::{Change, RoomFilter, Scope, World, table::Record, writing::Note};
use crate::ServerError;

/// The weight of a room without a priority.
pub(super) const NO_WEIGHT: f64 = 99.0;
/// The minutes that a room without a service level may wait.
pub(super) const NO_DUE_TIME: f64 = 9_999_999.0;

/// The ids of the documentation's priorities, by level, with their weights.
const PRIORITIES: [(&str, PriorityLevel, f64); 5] = [
    ("64007cc2fa0ed7dd905092e3", PriorityLevel::Lowest, 5.0),
    ("64007cc2fa0ed7dd905092e4", PriorityLevel::Low, 4.0),
    ("64007cc2fa0ed7dd905092e5", PriorityLevel::Medium, 3.0),
    ("64007cc2fa0ed7dd905092e6", PriorityLevel::High, 2.0),
    ("64007cc2fa0ed7dd905092e7", PriorityLevel::Highest, 1.0),
];

impl Record for SlaPolicy {
    type Id = SlaPolicyId;

    fn id(&self) -> &SlaPolicyId {
        &self.id
    }

    fn id_mut(&mut self) -> &mut SlaPolicyId {
        &mut self.id
    }

    fn changed(&self, id: SlaPolicyId) -> Option<Change> {
        Some(Change::SlaPolicy(id))
    }
}

impl Record for Priority {
    type Id = PriorityId;

    fn id(&self) -> &PriorityId {
        &self.id
    }

    fn id_mut(&mut self) -> &mut PriorityId {
        &mut self.id
    }

    fn changed(&self, id: PriorityId) -> Option<Change> {
        Some(Change::Priority(id))
    }
}

/// What a room is to be given when it is opened, by id or by name.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Terms<'a> {
    pub(crate) sla: Option<&'a str>,
    pub(crate) priority: Option<&'a str>,
}

/// The same, as far as there is such a thing.
#[derive(Debug)]
pub(super) struct FoundTerms {
    sla: Option<SlaPolicy>,
    priority: Option<Priority>,
}

/// Service levels.
impl World {
    /// The service levels, in the order in which they were added.
    pub fn sla_policies(&self) -> impl DoubleEndedIterator<Item = &SlaPolicy> {
        self.sla_policies.iter()
    }

    /// The service level with this id or name.
    #[must_use]
    pub fn sla_policy(&self, id_or_name: impl AsRef<str>) -> Option<&SlaPolicy> {
        let wanted = id_or_name.as_ref();
        let named = || self.sla_policies().find(|policy| policy.name.as_deref() == Some(wanted));
        self.sla_policies.by_id(wanted).or_else(named)
    }

    /// Adds a service level as it is, or replaces the one with the same id. If its id is empty, one is drawn.
    pub fn add_sla_policy(&mut self, mut policy: SlaPolicy) -> SlaPolicyId {
        if policy.id.as_str().is_empty() {
            policy.id = self.ids.hex().into();
        }
        let id = policy.id.clone();
        self.sla_policies.put(policy, &mut self.outbox);
        id
    }

    /// Removes a service level, also from the open rooms that have it.
    pub fn remove_sla_policy(&mut self, id: impl AsRef<str>) -> Option<SlaPolicy> {
        self.remove_sla_policy_within(id.as_ref(), None)
    }

    /// The same for somebody who sees no other inquiries than these. All rooms lose it.
    pub(crate) fn remove_sla_policy_within(&mut self, id: &str, scope: Option<&Scope>) -> Option<SlaPolicy> {
        let (_, removed) = self.sla_policies.remove(id, &mut self.outbox)?;
        for room in self.rooms_of_sla(&removed.id, scope) {
            self.modify_inquiry(&room, |inquiry| {
                (inquiry.sla_id, inquiry.estimated_waiting_time_queue) = (None, Some(NO_DUE_TIME));
            });
        }
        for room in self.rooms_of_sla(&removed.id, None) {
            self.modify_room(&room, |room| {
                (room.sla_id, room.estimated_waiting_time_queue) = (None, Some(NO_DUE_TIME));
            });
        }
        Some(removed)
    }

    /// Lets the inquiries of a service level wait by its due time, as far as somebody sees them. The rooms' own copies stay,
    /// as on servers.
    pub(crate) fn renew_due_time(&mut self, policy: &SlaPolicy, scope: Option<&Scope>) {
        for room in self.rooms_of_sla(&policy.id, scope) {
            self.modify_inquiry(&room, |inquiry| inquiry.estimated_waiting_time_queue = policy.due_time_in_minutes);
        }
    }

    /// The open rooms that have a service level, as far as somebody sees them.
    fn rooms_of_sla(&self, policy: &SlaPolicyId, scope: Option<&Scope>) -> Vec<RoomId> {
        let mut open = self.room_ids(&RoomFilter { is_open: Some(true), scope, ..RoomFilter::default() });
        open.retain(|room| self.room(room).is_some_and(|room| room.sla_id.as_ref() == Some(policy)));
        open
    }

    /// Gives a room a service level, or takes it, and says so there.
    pub(crate) fn set_sla(&mut self, room: &RoomId, policy: Option<SlaPolicy>, by: MessageAuthor, now: Timestamp) {
        self.put_sla(room, policy.as_ref(), now);
        let data = SlaData::new(summary(&by), policy);
        let note = Note { sla: Some(data), ..Note::default() };
        self.note(room, MessageType::SlaChangeHistory, "", by, note, now);
    }

    fn put_sla(&mut self, room: &RoomId, policy: Option<&SlaPolicy>, now: Timestamp) {
        let id = policy.map(|policy| policy.id.clone());
        let due_time = policy.and_then(|policy| policy.due_time_in_minutes).unwrap_or(NO_DUE_TIME);
        self.modify_room_at(room, now, |room| {
            room.sla_id.clone_from(&id);
            room.estimated_waiting_time_queue = Some(due_time);
        });
        self.modify_inquiry(room, |inquiry| {
            (inquiry.sla_id, inquiry.estimated_waiting_time_queue) = (id, Some(due_time));
            inquiry.updated_at = Some(now);
        });
    }
}

/// Priorities.
impl World {
    /// The five priorities, the lowest first.
    pub fn priorities(&self) -> impl DoubleEndedIterator<Item = &Priority> {
        self.priorities.iter()
    }

    /// The priority with this id.
    #[must_use]
    pub fn priority(&self, id: impl AsRef<str>) -> Option<&Priority> {
        self.priorities.by_id(id.as_ref())
    }

    /// Changes a priority, apart from its id; `None` if there is no such priority.
    pub fn modify_priority<R>(&mut self, id: impl AsRef<str>, change: impl FnOnce(&mut Priority) -> R) -> Option<R> {
        let slot = self.priorities.find(id.as_ref())?;
        self.priorities.modify(slot, &mut self.outbox, change)
    }

    /// Adds the priorities of a fresh server.
    pub(super) fn add_priorities(&mut self) {
        for (id, level, weight) in PRIORITIES {
            let priority = Priority::new(id).level(level).weight(weight).dirty(false);
            self.priorities.put(priority, &mut self.outbox);
        }
    }

    /// Gives a room a priority, or takes it, and says so there.
    pub(crate) fn set_priority(
        &mut self,
        room: &RoomId,
        priority: Option<Priority>,
        by: MessageAuthor,
        now: Timestamp,
    ) {
        let id = priority.as_ref().map(|priority| priority.id.clone());
        let weight = priority.as_ref().and_then(|priority| priority.weight).unwrap_or(NO_WEIGHT);
        self.modify_room_at(room, now, |room| {
            room.priority_id.clone_from(&id);
            room.priority_weight = Some(weight);
        });
        self.modify_inquiry(room, |inquiry| {
            (inquiry.priority_id, inquiry.priority_weight) = (id, Some(weight));
            inquiry.updated_at = Some(now);
        });
        let data = PriorityData::new(summary(&by), priority);
        let note = Note { priority: Some(data), ..Note::default() };
        self.note(room, MessageType::PriorityChangeHistory, "", by, note, now);
    }
}

/// At opening.
impl World {
    /// Looks up what a new room is to be given.
    pub(super) fn find_terms(&self, terms: Terms<'_>) -> Result<FoundTerms, ServerError> {
        let invalid = |reason: &str, code: &str, function: &str| {
            let error = ServerError::reason(reason, code).details(json!({"function": function}));
            error.hint("an id or an exact name; a priority has a name once it was renamed")
        };
        let sla = terms.sla.map(|given| {
            let found = self.sla_policy(given).cloned();
            found.ok_or_else(|| invalid("Invalid sla", "error-invalid-sla", "livechat.beforeRoom"))
        });
        let priority = terms.priority.map(|given| {
            let named = || self.priorities().find(|priority| priority.name.as_deref() == Some(given));
            let found = self.priority(given).or_else(named).cloned();
            found.ok_or_else(|| invalid("Invalid priority", "error-invalid-priority", "livechat.beforeInquiry"))
        });
        Ok(FoundTerms { sla: sla.transpose()?, priority: priority.transpose()? })
    }

    /// Gives them to a new room. The room itself only says which service level it has: the rest is its inquiry's.
    pub(super) fn give_terms(&mut self, room: &RoomId, terms: FoundTerms) {
        let FoundTerms { sla, priority } = terms;
        if let Some(sla) = &sla {
            self.modify_room(room, |room| room.sla_id = Some(sla.id.clone()));
        }
        if sla.is_none() && priority.is_none() {
            return;
        }
        self.modify_inquiry(room, |inquiry| {
            if let Some(sla) = sla {
                inquiry.estimated_waiting_time_queue = sla.due_time_in_minutes;
                inquiry.sla_id = Some(sla.id);
            }
            if let Some(priority) = priority {
                inquiry.priority_weight = priority.weight;
                inquiry.priority_id = Some(priority.id);
            }
        });
    }
}

/// An author as the one who chose something.
fn summary(author: &MessageAuthor) -> UserSummary {
    UserSummary::new(author.id.as_deref().unwrap_or_default(), author.username.clone().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use livechat_sdk::Timestamp;

    use super::*;

    #[test]
    fn open_rooms_lose_a_policy_that_is_removed() {
        let now = Timestamp::from_millis(0);
        let mut world = World::builder().room("a", now, |room| room).room("b", now, |room| room).build();
        let policy = world.add_sla_policy(SlaPolicy::new("gold"));
        let rooms: Vec<_> = world.rooms().map(|room| room.id.clone()).collect();
        for (room, is_open) in rooms.iter().zip([true, false]) {
            world.modify_room(room, |room| {
                room.sla_id = Some(policy.clone());
                room.open = is_open.then_some(true);
            });
        }
        assert!(world.remove_sla_policy("gold").is_some() && world.remove_sla_policy("gold").is_none());
        let kept: Vec<_> = rooms.iter().map(|room| world.room(room).unwrap().sla_id.clone()).collect();
        assert_eq!(kept, [None, Some(policy)]);
    }
}
