//! The departments, found by id and by name, and who works in them.

use livechat_sdk::{
    DepartmentId, Timestamp, UserId,
    model::{Department, DepartmentAgent},
};

use super::{
    World,
    table::{Index, Slot, Table},
};

/// An agent's place in a department.
#[derive(Clone, Debug)]
pub(crate) struct DepartmentTurn {
    pub(crate) id: String,
    pub(crate) department: DepartmentId,
    pub(crate) agent: UserId,
    /// How many conversations the agent was given here.
    pub(crate) count: u64,
    /// Whose turn it is among equals.
    pub(crate) order: i64,
    pub(crate) updated_at: Option<Timestamp>,
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
    /// Adds a department, in place of the one with the same id.
    fn put(&mut self, department: Department) {
        let id = department.id.clone();
        if self.update(id.as_str(), |old| *old = department.clone()).is_none() {
            let name = department.name.clone();
            let slot = self.table.push(id.as_str(), department);
            self.index(name.as_deref(), slot, Index::add);
        }
        if self.turns_of(id.as_str()).next().is_some() {
            self.count_agents(id.as_str());
        }
    }

    /// Changes a department. The id stays as it is.
    fn update<R>(&mut self, id: &str, change: impl FnOnce(&mut Department) -> R) -> Option<R> {
        let slot = self.table.find(id)?;
        let department = self.table.get_mut(slot)?;
        let (id, before) = (department.id.clone(), department.name.clone());
        let result = change(department);
        department.id = id;
        let after = department.name.clone();
        self.index(before.as_deref(), slot, Index::remove);
        self.index(after.as_deref(), slot, Index::add);
        Some(result)
    }

    /// Takes a department out, with its agents' places. No other one names it any longer.
    fn remove(&mut self, id: &str) -> Option<Department> {
        let (slot, department) = self.table.remove(id)?;
        self.index(department.name.as_deref(), slot, Index::remove);
        let agents: Vec<_> = self.turns_of(id).map(|turn| turn.agent.clone()).collect();
        for agent in agents {
            self.remove_turn(id, agent.as_str());
        }
        let others: Vec<_> = self.iter().map(|other| other.id.clone()).collect();
        for other in others {
            self.update(other.as_str(), |other| {
                other.fallback_forward_department.take_if(|fallback| *fallback == id);
                if let Some(allowed) = &mut other.departments_allowed_to_forward {
                    allowed.retain(|allowed| *allowed != id);
                }
            });
        }
        Some(department)
    }

    fn index(&mut self, name: Option<&str>, slot: Slot, step: fn(&mut Index, &str, Slot)) {
        if let Some(name) = name {
            step(&mut self.by_name, name, slot);
        }
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

    fn add_turn(&mut self, turn: DepartmentTurn) {
        let (department, agent) = (turn.department.clone(), turn.agent.clone());
        let id = turn.id.clone();
        let slot = self.turns.push(&id, turn);
        self.turns_by_department.add(department.as_str(), slot);
        self.turns_by_agent.add(agent.as_str(), slot);
        self.count_agents(department.as_str());
    }

    /// Changes an agent's place, apart from whose it is, and where.
    fn update_turn<R>(
        &mut self,
        department: &str,
        agent: &str,
        change: impl FnOnce(&mut DepartmentTurn) -> R,
    ) -> Option<R> {
        let slot = self.turns.find(&self.turn(department, agent)?.id)?;
        self.turns.get_mut(slot).map(change)
    }

    fn remove_turn(&mut self, department: &str, agent: &str) -> bool {
        let Some(id) = self.turn(department, agent).map(|turn| turn.id.clone()) else { return false };
        if let Some((slot, _)) = self.turns.remove(&id) {
            self.turns_by_department.remove(department, slot);
            self.turns_by_agent.remove(agent, slot);
        }
        self.count_agents(department);
        true
    }

    /// A department tells how many agents it has.
    fn count_agents(&mut self, department: &str) {
        let count = self.turns_by_department.all(department).len() as u64;
        self.update(department, |department| department.agent_count = Some(count));
    }
}

/// Departments.
impl World {
    /// The departments, in the order in which they were added.
    pub fn departments(&self) -> impl DoubleEndedIterator<Item = &Department> {
        self.departments.iter()
    }

    /// Adds a department as it is, in place of the one with the same id. If its id is empty, one is drawn.
    pub fn add_department(&mut self, mut department: Department) -> DepartmentId {
        if department.id.as_str().is_empty() {
            department.id = self.ids.hex().into();
        }
        let id = department.id.clone();
        self.departments.put(department);
        id
    }

    /// Changes a department, apart from the id; `None` if there is no such department.
    pub fn update_department<R>(&mut self, id: &DepartmentId, change: impl FnOnce(&mut Department) -> R) -> Option<R> {
        self.departments.update(id.as_str(), change)
    }

    /// Sets how many departments the operations may create up to; `None`, the default, is no limit.
    ///
    /// Workspaces without a licence have one department at most. Those that were added by
    /// [`add_department`](Self::add_department) count, and are never refused.
    pub fn set_department_limit(&mut self, limit: impl Into<Option<usize>>) {
        self.departments.limit = limit.into();
    }

    /// Whether there may be another department.
    pub(crate) fn may_add_department(&self) -> bool {
        self.departments.limit.is_none_or(|limit| self.departments.table.len() < limit)
    }

    /// Removes a department. No other one stands in with it, or hands on to it, any longer.
    pub(crate) fn remove_department(&mut self, id: &DepartmentId) -> Option<Department> {
        self.departments.remove(id.as_str())
    }

    /// The department with this id or name.
    pub(crate) fn department(&self, id_or_name: &str) -> Option<&Department> {
        self.departments.by_id_or_name(id_or_name)
    }
}

/// The agents of departments.
impl World {
    /// Makes a user an agent of a department.
    pub fn add_department_agent(&mut self, department: &DepartmentId, user: &UserId) {
        if !self.is_department_agent(department, user) {
            self.departments.add_turn(DepartmentTurn {
                id: self.ids.hex(),
                department: department.clone(),
                agent: user.clone(),
                count: 0,
                order: 0,
                updated_at: None,
            });
        }
    }

    /// Takes a user out of a department; `false` if the user is no agent there.
    pub fn remove_department_agent(&mut self, department: &DepartmentId, user: &UserId) -> bool {
        self.departments.remove_turn(department.as_str(), user.as_str())
    }

    /// Whether a user is an agent of a department.
    #[must_use]
    pub fn is_department_agent(&self, department: &DepartmentId, user: &UserId) -> bool {
        self.department_agent(department, user).is_some()
    }

    pub(crate) fn department_agent(&self, department: &DepartmentId, user: &UserId) -> Option<&DepartmentTurn> {
        self.departments.turn(department.as_str(), user.as_str())
    }

    pub(crate) fn update_department_agent(
        &mut self,
        department: &DepartmentId,
        user: &UserId,
        change: impl FnOnce(&mut DepartmentTurn),
    ) {
        self.departments.update_turn(department.as_str(), user.as_str(), change);
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
            let mut departments = Departments::default();
            let mut places = std::collections::BTreeSet::new();
            for (number, (step, id, name, agent)) in (0_u32..).zip(steps) {
                match step {
                    0 => departments.put(Department::new(id.clone(), name)),
                    1 => {
                        departments.update(&id, |department| department.name = Some(name));
                    }
                    2 => {
                        departments.remove(&id);
                        places.retain(|(department, _)| *department != id);
                    }
                    3 if departments.turn(&id, &agent).is_none() && departments.by_id(&id).is_some() => {
                        departments.add_turn(DepartmentTurn {
                            id: number.to_string(),
                            department: id.as_str().into(),
                            agent: agent.as_str().into(),
                            count: 0,
                            order: 0,
                            updated_at: None,
                        });
                        places.insert((id, agent));
                    }
                    _ => {
                        prop_assert_eq!(departments.remove_turn(&id, &agent), places.remove(&(id, agent)));
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
