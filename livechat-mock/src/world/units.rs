//! Units: groups of departments, and who monitors them.

use livechat_sdk::{
    DepartmentId, RoomId, Timestamp, UnitId, UnitMonitorId, UserId,
    model::{Room, Unit, UnitMonitor},
};

use super::{
    Change, RoomFilter, Scope, World,
    outbox::Outbox,
    table::{Index, Record, Table},
};
use crate::ServerVersion;

/// The role of monitors.
pub(crate) const MONITOR: &str = "livechat-monitor";

impl Record for Unit {
    type Id = UnitId;

    fn id(&self) -> &UnitId {
        &self.id
    }

    fn id_mut(&mut self) -> &mut UnitId {
        &mut self.id
    }

    fn changed(&self, id: UnitId) -> Option<Change> {
        Some(Change::Unit(id))
    }
}

/// That a user monitors a unit.
#[derive(Clone, Debug)]
pub(crate) struct Monitoring {
    pub(crate) id: UnitMonitorId,
    pub(crate) unit: UnitId,
    pub(crate) monitor: UserId,
    pub(crate) username: Option<String>,
    pub(crate) updated_at: Option<Timestamp>,
}

impl Record for Monitoring {
    type Id = UnitMonitorId;

    fn id(&self) -> &UnitMonitorId {
        &self.id
    }

    fn id_mut(&mut self) -> &mut UnitMonitorId {
        &mut self.id
    }

    fn changed(&self, _: UnitMonitorId) -> Option<Change> {
        Some(Change::Unit(self.unit.clone()))
    }
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Units {
    table: Table<Unit>,
    monitors: Table<Monitoring>,
    by_unit: Index,
    by_monitor: Index,
}

impl Units {
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &Unit> {
        self.table.iter()
    }

    pub(crate) fn by_id(&self, id: &str) -> Option<&Unit> {
        self.table.by_id(id)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.table.len() == 0
    }

    /// Who monitors a unit, in the order in which they were added.
    pub(crate) fn monitors_of(&self, unit: &str) -> impl Iterator<Item = &Monitoring> {
        self.by_unit.all(unit).iter().filter_map(|slot| self.monitors.get(*slot))
    }

    /// The units that a user monitors, in the order in which the user was added to them.
    pub(crate) fn monitored_by(&self, user: &str) -> impl Iterator<Item = &UnitId> {
        self.by_monitor.all(user).iter().filter_map(|slot| self.monitors.get(*slot)).map(|monitoring| &monitoring.unit)
    }

    /// Fills them, where there are none, as others were.
    pub(super) fn fill(&mut self, units: impl Iterator<Item = Unit>, monitorings: impl Iterator<Item = Monitoring>) {
        let outbox = &mut Outbox::default();
        units.for_each(|unit| {
            self.table.put(unit, outbox);
        });
        monitorings.for_each(|monitoring| self.add_monitor(monitoring, outbox));
    }

    pub(super) fn monitorings(&self) -> impl Iterator<Item = &Monitoring> {
        self.monitors.iter()
    }

    fn add_monitor(&mut self, monitoring: Monitoring, outbox: &mut Outbox) {
        let (unit, monitor) = (monitoring.unit.clone(), monitoring.monitor.clone());
        let (slot, _) = self.monitors.put(monitoring, outbox);
        self.by_unit.add(unit.as_str(), slot);
        self.by_monitor.add(monitor.as_str(), slot);
    }

    fn remove_monitor(&mut self, unit: &str, user: &str, outbox: &mut Outbox) -> bool {
        let found = self.monitors_of(unit).find(|monitoring| monitoring.monitor == user);
        let Some(id) = found.map(|monitoring| monitoring.id.clone()) else { return false };
        if let Some((slot, _)) = self.monitors.remove(id.as_str(), outbox) {
            self.by_unit.remove(unit, slot);
            self.by_monitor.remove(user, slot);
        }
        true
    }

    /// Changes a unit, apart from its id.
    fn modify<R>(&mut self, id: &str, outbox: &mut Outbox, change: impl FnOnce(&mut Unit) -> R) -> Option<R> {
        let slot = self.table.find(id)?;
        self.table.modify(slot, outbox, change)
    }
}

/// What a unit is to be.
#[derive(Clone, Debug)]
pub(crate) struct UnitPlan {
    pub(crate) name: String,
    pub(crate) visibility: livechat_sdk::model::UnitVisibility,
    pub(crate) monitors: Vec<UserId>,
    pub(crate) departments: Vec<DepartmentId>,
}

/// Units.
impl World {
    /// The units, in the order in which they were added.
    pub fn units(&self) -> impl DoubleEndedIterator<Item = &Unit> {
        self.units.iter()
    }

    /// The unit with this id.
    #[must_use]
    pub fn unit(&self, id: impl AsRef<str>) -> Option<&Unit> {
        self.units.by_id(id.as_ref())
    }

    /// Adds a unit as it is, or replaces the one with the same id. If its id is empty, one is drawn.
    pub fn add_unit(&mut self, mut unit: Unit) -> UnitId {
        if unit.id.as_str().is_empty() {
            unit.id = self.ids.hex().into();
        }
        let id = unit.id.clone();
        self.units.table.put(unit, &mut self.outbox);
        id
    }

    /// Lets a user monitor a unit. What a user sees goes by it if the user has the role `livechat-monitor`.
    pub fn add_unit_monitor(&mut self, unit: impl Into<UnitId>, user: impl Into<UserId>) {
        self.monitor(&unit.into(), &user.into(), None);
    }

    fn monitor(&mut self, unit: &UnitId, user: &UserId, now: Option<Timestamp>) {
        if self.units.monitors_of(unit.as_str()).any(|known| known.monitor == *user) {
            return;
        }
        let username = self.user(user).and_then(|user| user.username.clone());
        let id = UnitMonitorId::from(self.ids.hex());
        let monitoring = Monitoring { id, unit: unit.clone(), monitor: user.clone(), username, updated_at: now };
        self.units.add_monitor(monitoring, &mut self.outbox);
    }

    /// Lets a user monitor no unit any longer. The numbers that units give of their monitors stay.
    pub(crate) fn leave_units(&mut self, user: &UserId) {
        let units: Vec<_> = self.units.monitored_by(user.as_str()).cloned().collect();
        for unit in units {
            self.units.remove_monitor(unit.as_str(), user.as_str(), &mut self.outbox);
        }
    }

    /// Puts a department into a unit, or out of the one that it is in. Rooms that it has already stay where they are.
    pub fn set_department_unit(&mut self, department: impl AsRef<str>, unit: Option<&UnitId>) {
        let above = unit.map(|unit| {
            let higher = self.unit(unit).and_then(|unit| unit.ancestors.clone()).unwrap_or_default();
            [unit.clone()].into_iter().chain(higher).collect()
        });
        self.modify_department(department, |department| {
            department.parent_id = unit.cloned();
            department.ancestors = above;
        });
    }

    /// The same, with the numbers of departments that both units give.
    pub(crate) fn move_department_to_unit(&mut self, department: &DepartmentId, unit: Option<&UnitId>, now: Timestamp) {
        let before = self.departments.by_id(department.as_str()).and_then(|department| department.parent_id.clone());
        self.set_department_unit(department, unit);
        if let Some(before) = before {
            self.count_unit_department(&before, |count| count.saturating_sub(1));
        }
        if let Some(unit) = unit {
            self.count_unit_department(unit, |count| count.saturating_add(1));
            self.units.modify(unit.as_str(), &mut self.outbox, |unit| unit.updated_at = Some(now));
        }
    }

    /// Changes the number of departments that a unit gives.
    pub(super) fn count_unit_department(&mut self, unit: &UnitId, change: fn(u64) -> u64) {
        self.units.modify(unit.as_str(), &mut self.outbox, |unit| {
            unit.department_count = Some(change(unit.department_count.unwrap_or_default()));
        });
    }

    /// The departments of a unit, in the order in which they were added.
    pub(crate) fn unit_departments(&self, unit: &UnitId) -> impl Iterator<Item = &DepartmentId> {
        let is_in = move |parent: &Option<UnitId>| parent.as_ref() == Some(unit);
        self.departments.iter().filter(move |department| is_in(&department.parent_id)).map(|department| &department.id)
    }

    /// Saves a unit, with its monitors, its departments and their rooms.
    pub(crate) fn save_unit(&mut self, id: Option<&UnitId>, plan: UnitPlan, now: Timestamp) -> UnitId {
        let UnitPlan { name, visibility, monitors: sent, mut departments } = plan;
        let department_count = departments.len() as u64;
        let is_monitor = |user: &UserId| self.users.by_id(user.as_str()).is_some_and(|user| user.has_role(MONITOR));
        let monitors: Vec<_> = sent.iter().filter(|user| is_monitor(user)).cloned().collect();
        let counted = if self.version < ServerVersion::V8_0 { sent.len() } else { monitors.len() };
        let unit = Unit::new(id.map_or("", UnitId::as_str), name)
            .visibility(visibility)
            .unit_type("u")
            .monitor_count(counted as u64)
            .department_count(department_count)
            .updated_at(now);
        let id = self.add_unit(unit);
        let known: Vec<_> = self.units.monitors_of(id.as_str()).map(|known| known.monitor.clone()).collect();
        for gone in known.iter().filter(|known| !monitors.contains(known)) {
            self.units.remove_monitor(id.as_str(), gone.as_str(), &mut self.outbox);
        }
        monitors.iter().for_each(|monitor| self.monitor(&id, monitor, Some(now)));
        // Nobody looks whether there are such departments.
        departments.retain(|department| self.departments.by_id(department.as_str()).is_some());
        let known: Vec<_> = self.unit_departments(&id).cloned().collect();
        for gone in known.iter().filter(|known| !departments.contains(known)) {
            self.set_department_unit(gone, None);
        }
        departments.iter().for_each(|department| self.set_department_unit(department, Some(&id)));
        self.mark_rooms(&id, &departments);
        id
    }

    /// Removes a unit. Its departments and their rooms are in none then.
    pub fn remove_unit(&mut self, id: impl AsRef<str>) -> Option<Unit> {
        let (_, unit) = self.units.table.remove(id.as_ref(), &mut self.outbox)?;
        let monitors: Vec<_> = self.units.monitors_of(id.as_ref()).map(|known| known.monitor.clone()).collect();
        for monitor in monitors {
            self.units.remove_monitor(id.as_ref(), monitor.as_str(), &mut self.outbox);
        }
        let departments: Vec<_> = self.unit_departments(&unit.id).cloned().collect();
        departments.iter().for_each(|department| self.set_department_unit(department, None));
        self.mark_rooms(&unit.id, &[]);
        Some(unit)
    }

    /// Makes the rooms of these departments the unit's, and no others.
    fn mark_rooms(&mut self, unit: &UnitId, departments: &[DepartmentId]) {
        let scope = Scope::of_units([unit]);
        let marked = self.room_ids(&RoomFilter { scope: Some(&scope), ..RoomFilter::default() });
        for room in marked {
            let is_left = |room: &Room| room.department_id.as_ref().is_none_or(|id| !departments.contains(id));
            if self.room(&room).is_some_and(is_left) {
                self.modify_room(&room, |room| room.department_ancestors.clear());
            }
        }
        let departments = departments.iter().map(DepartmentId::as_str).collect();
        for room in self.room_ids(&RoomFilter { departments: Some(departments), ..RoomFilter::default() }) {
            if self.room(&room).is_some_and(|room| room.department_ancestors != [unit.clone()]) {
                self.modify_room(&room, |room| room.department_ancestors = vec![unit.clone()]);
            }
        }
    }

    pub(super) fn room_ids(&self, filter: &RoomFilter<'_>) -> Vec<RoomId> {
        let rooms = self.rooms.matching(filter).into_iter().filter_map(|(_, slot)| self.rooms.get(slot));
        rooms.map(|room| room.id.clone()).collect()
    }

    /// The units above a department, which its rooms name.
    pub(super) fn units_above(&self, department: Option<&DepartmentId>) -> Vec<UnitId> {
        let department = department.and_then(|id| self.departments.by_id(id.as_str()));
        department.and_then(|department| department.ancestors.clone()).unwrap_or_default()
    }

    /// That a user monitors a unit, as the server shows it.
    pub(crate) fn shown_unit_monitors(&self, unit: &UnitId) -> Vec<UnitMonitor> {
        let shown = |monitoring: &Monitoring| {
            let mut shown = UnitMonitor::new(monitoring.monitor.clone(), monitoring.unit.clone());
            shown.id = Some(monitoring.id.clone());
            shown.username.clone_from(&monitoring.username);
            shown.updated_at = monitoring.updated_at;
            shown
        };
        self.units.monitors_of(unit.as_str()).map(shown).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_has_each_monitor_once() {
        let mut world = World::empty();
        let unit = world.add_unit(Unit::new("north", "North"));
        ["ann", "bob", "ann"].into_iter().for_each(|user| world.add_unit_monitor(&unit, user));
        let monitors: Vec<_> = world.units.monitors_of("north").map(|known| known.monitor.as_str()).collect();
        assert_eq!(monitors, ["ann", "bob"]);
    }
}
