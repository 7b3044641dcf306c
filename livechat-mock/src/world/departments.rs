//! The departments, found by id and by name, and who works in them.

use livechat_sdk::{
    DepartmentId, Timestamp, UserId,
    model::{Department, DepartmentAgent},
};

use super::{
    Change, RoomFilter, World,
    outbox::Outbox,
    table::{Index, Record, Slot, Table},
};
use crate::Edition;

impl Record for Department {
    type Id = DepartmentId;

    fn id(&self) -> &DepartmentId {
        &self.id
    }

    fn id_mut(&mut self) -> &mut DepartmentId {
        &mut self.id
    }

    fn changed(&self, id: DepartmentId) -> Option<Change> {
        Some(Change::Department(id))
    }
}

/// An agent's place in a department.
#[derive(Clone, Debug)]
pub(crate) struct DepartmentTurn {
    pub(crate) id: String,
    pub(crate) department: DepartmentId,
    pub(crate) agent: UserId,
    /// How many conversations the agent was given here.
    pub(crate) count: i64,
    /// Whose turn it is among equals.
    pub(crate) order: i64,
    pub(crate) updated_at: Option<Timestamp>,
}

impl Record for DepartmentTurn {
    type Id = String;

    fn id(&self) -> &String {
        &self.id
    }

    fn id_mut(&mut self) -> &mut String {
        &mut self.id
    }

    fn changed(&self, _: String) -> Option<Change> {
        Some(Change::Department(self.department.clone()))
    }
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Departments {
    table: Table<Department>,
    by_name: Index,
    turns: Table<DepartmentTurn>,
    turns_by_department: Index,
    turns_by_agent: Index,
    /// How many there may be.
    limit: Option<usize>,
}

/// Departments.
impl Departments {
    /// Adds a department, or replaces the one with the same id.
    fn put(&mut self, mut department: Department, outbox: &mut Outbox) {
        let agents = self.turns_of(department.id.as_str()).count();
        if agents > 0 {
            department.agent_count = Some(agents as u64);
        }
        if let Some(known) = self.table.find(department.id.as_str()) {
            self.index(known, Index::remove);
        }
        let (slot, _) = self.table.put(department, outbox);
        self.index(slot, Index::add);
    }

    /// Changes a department, apart from its id.
    fn modify<R>(&mut self, id: &str, outbox: &mut Outbox, change: impl FnOnce(&mut Department) -> R) -> Option<R> {
        let slot = self.table.find(id)?;
        self.index(slot, Index::remove);
        let result = self.table.modify(slot, outbox, change);
        self.index(slot, Index::add);
        result
    }

    /// Removes a department, with its agents' places. No other one falls back to it any longer, nor, with a licence, may forward
    /// to it.
    fn remove(&mut self, id: &str, edition: Edition, outbox: &mut Outbox) -> Option<Department> {
        self.index(self.table.find(id)?, Index::remove);
        let (_, department) = self.table.remove(id, outbox)?;
        let agents: Vec<_> = self.turns_of(id).map(|turn| turn.agent.clone()).collect();
        for agent in agents {
            self.remove_turn(id, agent.as_str(), outbox);
        }
        let names_it = |other: &&Department| {
            let allowed = other.departments_allowed_to_forward.iter().flatten();
            other.fallback_forward_department.as_deref() == Some(id)
                || allowed.into_iter().any(|allowed| *allowed == id)
        };
        let others: Vec<_> = self.iter().filter(names_it).map(|other| other.id.clone()).collect();
        for other in others {
            self.modify(other.as_str(), outbox, |other| {
                other.fallback_forward_department.take_if(|fallback| *fallback == id);
                if let Some(allowed) = &mut other.departments_allowed_to_forward
                    && edition == Edition::Enterprise
                {
                    allowed.retain(|allowed| *allowed != id);
                }
            });
        }
        Some(department)
    }

    fn index(&mut self, slot: Slot, step: fn(&mut Index, &str, Slot)) {
        if let Some(name) = self.table.get(slot).and_then(|department| department.name.as_deref()) {
            step(&mut self.by_name, name, slot);
        }
    }

    pub(crate) fn has(&self, id: &DepartmentId) -> bool {
        self.by_id(id.as_str()).is_some()
    }

    pub(crate) fn by_id(&self, id: &str) -> Option<&Department> {
        self.table.by_id(id)
    }

    fn by_id_or_name(&self, id_or_name: &str) -> Option<&Department> {
        let named = || self.by_name.first(id_or_name).and_then(|slot| self.table.get(slot));
        self.by_id(id_or_name).or_else(named)
    }

    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &Department> {
        self.table.iter()
    }
}

/// As others were.
impl Departments {
    /// Fills them, where there are none.
    pub(super) fn fill(
        &mut self,
        departments: impl Iterator<Item = Department>,
        turns: impl Iterator<Item = DepartmentTurn>,
        limit: Option<usize>,
    ) {
        let outbox = &mut Outbox::default();
        departments.for_each(|department| self.put(department, outbox));
        turns.for_each(|turn| self.index_turn(turn, outbox));
        self.limit = limit;
    }

    /// The places of all agents, in the order in which they were added.
    pub(super) fn turns(&self) -> impl Iterator<Item = &DepartmentTurn> {
        self.turns.iter()
    }

    pub(super) fn limit(&self) -> Option<usize> {
        self.limit
    }
}

/// Their agents.
impl Departments {
    /// The places of a department's agents, in the order in which they were added.
    pub(crate) fn turns_of(&self, department: &str) -> impl Iterator<Item = &DepartmentTurn> {
        self.turns_by_department.all(department).iter().filter_map(|slot| self.turns.get(*slot))
    }

    /// An agent's places, in the order in which they were added.
    pub(crate) fn turns_of_agent(&self, agent: &str) -> impl Iterator<Item = &DepartmentTurn> {
        self.turns_by_agent.all(agent).iter().filter_map(|slot| self.turns.get(*slot))
    }

    /// An agent is in few departments, while a department may have many agents.
    fn turn(&self, department: &str, agent: &str) -> Option<&DepartmentTurn> {
        self.turns_of_agent(agent).find(|turn| turn.department == department)
    }

    fn add_turn(&mut self, turn: DepartmentTurn, outbox: &mut Outbox) {
        let department = turn.department.clone();
        self.index_turn(turn, outbox);
        self.count_agents(department.as_str(), outbox);
    }

    fn index_turn(&mut self, turn: DepartmentTurn, outbox: &mut Outbox) {
        let (department, agent) = (turn.department.clone(), turn.agent.clone());
        let (slot, _) = self.turns.put(turn, outbox);
        self.turns_by_department.add(department.as_str(), slot);
        self.turns_by_agent.add(agent.as_str(), slot);
    }

    /// Changes an agent's place, apart from the agent and the department.
    fn modify_turn<R>(
        &mut self,
        department: &str,
        agent: &str,
        outbox: &mut Outbox,
        change: impl FnOnce(&mut DepartmentTurn) -> R,
    ) -> Option<R> {
        let slot = self.turns.find(&self.turn(department, agent)?.id)?;
        self.turns.modify(slot, outbox, change)
    }

    /// Removes an agent from a department; false if the agent is not in it.
    fn remove_turn(&mut self, department: &str, agent: &str, outbox: &mut Outbox) -> bool {
        let Some(id) = self.turn(department, agent).map(|turn| turn.id.clone()) else { return false };
        if let Some((slot, _)) = self.turns.remove(&id, outbox) {
            self.turns_by_department.remove(department, slot);
            self.turns_by_agent.remove(agent, slot);
        }
        self.count_agents(department, outbox);
        true
    }

    /// Updates how many agents a department says it has.
    fn count_agents(&mut self, department: &str, outbox: &mut Outbox) {
        let count = self.turns_by_department.all(department).len() as u64;
        self.modify(department, outbox, |department| department.agent_count = Some(count));
    }
}

/// Departments.
impl World {
    /// The departments, in the order in which they were added.
    pub fn departments(&self) -> impl DoubleEndedIterator<Item = &Department> {
        self.departments.iter()
    }

    /// Adds a department as it is, or replaces the one with the same id. If its id is empty, one is drawn.
    pub fn add_department(&mut self, mut department: Department) -> DepartmentId {
        if department.id.as_str().is_empty() {
            department.id = self.ids.hex().into();
        }
        let id = department.id.clone();
        self.departments.put(department, &mut self.outbox);
        id
    }

    /// Changes a department, apart from the id; `None` if there is no such department.
    pub fn modify_department<R>(
        &mut self,
        id: impl AsRef<str>,
        change: impl FnOnce(&mut Department) -> R,
    ) -> Option<R> {
        let result = self.departments.modify(id.as_ref(), &mut self.outbox, change);
        self.hours_changed();
        result
    }

    /// Sets up to how many departments the operations create; `None`, the default, is what the edition allows: one without a
    /// licence, any number with one.
    ///
    /// Those that were added by
    /// [`add_department`](Self::add_department) count, and are never refused.
    pub fn set_department_limit(&mut self, limit: impl Into<Option<usize>>) {
        self.departments.limit = limit.into();
    }

    /// Whether there may be another department.
    pub(crate) fn may_add_department(&self) -> bool {
        let limit = self.departments.limit.or((self.edition() == Edition::Community).then_some(1));
        limit.is_none_or(|limit| self.departments.table.len() < limit)
    }

    /// Removes a department, also from the departments that name it as fallback, and from its rooms. A server with a licence
    /// also removes it from those that may forward to it.
    pub fn remove_department(&mut self, id: impl AsRef<str>) -> Option<Department> {
        self.leave_hours(&DepartmentId::from(id.as_ref()));
        let edition = self.edition();
        let removed = self.departments.remove(id.as_ref(), edition, &mut self.outbox)?;
        self.hours_changed();
        let filter = RoomFilter { departments: Some(vec![id.as_ref()]), ..RoomFilter::default() };
        for room in self.room_ids(&filter) {
            self.modify_room(&room, |room| {
                room.department_id = None;
                room.department_ancestors = Vec::new();
            });
        }
        if let Some(unit) = &removed.parent_id {
            self.count_unit_department(unit, |count| count.saturating_sub(1));
        }
        Some(removed)
    }

    /// The department with this id or name.
    #[must_use]
    pub fn department(&self, id_or_name: impl AsRef<str>) -> Option<&Department> {
        self.departments.by_id_or_name(id_or_name.as_ref())
    }
}

/// The agents of departments.
impl World {
    /// Makes a user an agent of a department.
    pub fn add_department_agent(&mut self, department: impl Into<DepartmentId>, user: impl Into<UserId>) {
        let (department, agent) = (department.into(), user.into());
        if !self.is_department_agent(&department, &agent) {
            let id = self.ids.hex();
            let turn = DepartmentTurn { id, department, agent, count: 0, order: 0, updated_at: None };
            self.departments.add_turn(turn, &mut self.outbox);
            self.hours_changed();
        }
    }

    /// Removes a user from the agents of a department; `false` if the user is none of them.
    pub fn remove_department_agent(&mut self, department: impl AsRef<str>, user: impl AsRef<str>) -> bool {
        let is_removed = self.departments.remove_turn(department.as_ref(), user.as_ref(), &mut self.outbox);
        self.hours_changed();
        is_removed
    }

    /// Whether a user is an agent of a department.
    #[must_use]
    pub fn is_department_agent(&self, department: impl AsRef<str>, user: impl AsRef<str>) -> bool {
        self.departments.turn(department.as_ref(), user.as_ref()).is_some()
    }

    pub(crate) fn department_agent(&self, department: &DepartmentId, user: &UserId) -> Option<&DepartmentTurn> {
        self.departments.turn(department.as_str(), user.as_str())
    }

    /// Changes an agent's place in a department, apart from the agent and the department.
    pub(crate) fn modify_department_agent(
        &mut self,
        department: &DepartmentId,
        user: &UserId,
        change: impl FnOnce(&mut DepartmentTurn),
    ) {
        self.departments.modify_turn(department.as_str(), user.as_str(), &mut self.outbox, change);
    }

    /// An agent's place as the server shows it: with the user's name, and whether the department is open.
    pub(crate) fn shown_department_agent(&self, turn: &DepartmentTurn) -> DepartmentAgent {
        let mut shown = DepartmentAgent::new(turn.agent.clone())
            .id(turn.id.clone())
            .department_id(turn.department.clone())
            .count(turn.count)
            .order(turn.order);
        let department = self.departments.by_id(turn.department.as_str());
        shown.department_enabled = Some(department.is_some_and(|department| department.enabled == Some(true)));
        shown.username = self.user(&turn.agent).and_then(|user| user.username.clone());
        shown.updated_at = turn.updated_at;
        shown
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Whatever is changed, each way to find a department or its agents agrees with a look at all of them.
        #[test]
        fn all_ways_to_find_a_department_agree(
            steps in proptest::collection::vec((0_u8..5, "[ab]", "[xy]", "[mn]"), 0..60),
        ) {
            let (mut departments, mut outbox) = (Departments::default(), Outbox::default());
            let mut places = std::collections::BTreeSet::new();
            for (number, (step, id, name, agent)) in (0_u32..).zip(steps) {
                match step {
                    0 => departments.put(Department::new(id.clone(), name), &mut outbox),
                    1 => {
                        departments.modify(&id, &mut outbox, |department| department.name = Some(name));
                    }
                    2 => {
                        departments.remove(&id, Edition::Enterprise, &mut outbox);
                        places.retain(|(department, _)| *department != id);
                    }
                    3 if departments.turn(&id, &agent).is_none() && departments.by_id(&id).is_some() => {
                        let turn = DepartmentTurn {
                            id: number.to_string(),
                            department: id.as_str().into(),
                            agent: agent.as_str().into(),
                            count: 0,
                            order: 0,
                            updated_at: None,
                        };
                        departments.add_turn(turn, &mut outbox);
                        places.insert((id, agent));
                    }
                    _ => {
                        prop_assert_eq!(departments.remove_turn(&id, &agent, &mut outbox), places.remove(&(id, agent)));
                    }
                }
                for name in ["x", "y"] {
                    let first = departments.iter().find(|department| department.name.as_deref() == Some(name));
                    prop_assert_eq!(departments.by_id_or_name(name), first);
                }
                for id in ["a", "b"] {
                    let expected = places.iter().filter(|(department, _)| *department == id).count();
                    prop_assert_eq!(departments.turns_of(id).count(), expected);
                    let counted = departments.by_id(id).and_then(|department| department.agent_count);
                    prop_assert_eq!(counted.unwrap_or_default(), if departments.by_id(id).is_some() { expected as u64 } else { 0 });
                }
                for agent in ["m", "n"] {
                    let expected = places.iter().filter(|(_, other)| *other == agent).count();
                    prop_assert_eq!(departments.turns_of_agent(agent).count(), expected);
                }
            }
        }
    }

    #[test]
    fn a_removed_department_is_named_nowhere() {
        let mut world = World::empty();
        let sales = world.add_department(Department::new("sales", "Sales"));
        world.add_department(
            Department::new("support", "Support")
                .fallback_forward_department("sales")
                .departments_allowed_to_forward(vec![sales.clone(), "other".into()]),
        );
        world.remove_department(&sales).unwrap();
        let support = world.department("Support").unwrap();
        assert_eq!(support.fallback_forward_department, None);
        assert_eq!(support.departments_allowed_to_forward, Some(vec!["other".into()]));
    }
}
