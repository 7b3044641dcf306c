//! What users see of rooms and departments where there are units.

use std::collections::HashSet;

use livechat_sdk::{
    UnitId, UserId,
    model::{Department, Room, Unit},
};

use super::{AGENT, World, units::MONITOR};
use crate::Edition;

/// The units and departments that a user is restricted to.
///
/// Handlers ask [`World::scope_of`] for it: `None` is no restriction. What it leaves out counts as not there.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scope {
    /// Units that the user monitors and departments that the user works in. Servers keep both in one list.
    ids: HashSet<String>,
    /// The departments of those units.
    departments: HashSet<String>,
}

impl Scope {
    /// The rooms that name one of these units, whatever their departments are in now.
    pub(crate) fn of_units<'a>(units: impl IntoIterator<Item = &'a UnitId>) -> Self {
        let ids = units.into_iter().map(|unit| unit.as_str().to_owned()).collect();
        Self { ids, departments: HashSet::new() }
    }

    /// What of it belongs to these units.
    pub(crate) fn within(&self, units: &[UnitId], world: &World) -> Self {
        let ids = units.iter().map(UnitId::as_str).filter(|unit| self.ids.contains(*unit));
        Self::new(ids.map(str::to_owned).collect(), world)
    }

    fn new(ids: HashSet<String>, world: &World) -> Self {
        let is_below = |department: &&Department| is_any(department.ancestors.as_deref(), &ids);
        let departments = world.departments.iter().filter(is_below);
        let departments = departments.map(|department| department.id.as_str().to_owned()).collect();
        Self { ids, departments }
    }

    /// A department that the user works in shows its rooms only if it is in a unit of the user's.
    pub(crate) fn has_room(&self, room: &Room) -> bool {
        is_any(Some(&room.department_ancestors), &self.ids)
            || room.department_id.as_ref().is_some_and(|department| self.departments.contains(department.as_str()))
    }

    pub(crate) fn has_department(&self, department: &Department) -> bool {
        self.departments.contains(department.id.as_str()) || self.ids.contains(department.id.as_str())
    }

    pub(crate) fn has_unit(&self, unit: &Unit) -> bool {
        self.ids.contains(unit.id.as_str()) || is_any(unit.ancestors.as_deref(), &self.ids)
    }

    /// The units, and the departments besides.
    pub(super) fn units(&self) -> impl Iterator<Item = &str> {
        self.ids.iter().map(String::as_str)
    }

    /// The departments of the units.
    pub(super) fn departments(&self) -> impl Iterator<Item = &str> {
        self.departments.iter().map(String::as_str)
    }
}

fn is_any(units: Option<&[UnitId]>, of: &HashSet<String>) -> bool {
    units.into_iter().flatten().any(|unit| of.contains(unit.as_str()))
}

impl World {
    /// Whether a user monitors a unit above a department.
    pub(crate) fn is_monitored_by(&self, department: &Department, user: &UserId) -> bool {
        let mut units = self.units.monitored_by(user.as_str());
        units.any(|unit| department.ancestors.iter().flatten().any(|above| above == unit))
    }

    /// What a user is restricted to; `None` if to nothing. Managers and administrators are not, and nobody is as long as
    /// there is no unit.
    pub(crate) fn scope_of(&self, user: &UserId) -> Option<Scope> {
        if self.units.is_empty() || self.edition() == Edition::Community {
            return None;
        }
        let account = self.users.by_id(user.as_str())?;
        let has_one = |roles: [&str; 2]| roles.iter().any(|role| account.has_role(role));
        if has_one(["admin", "livechat-manager"]) || !has_one([MONITOR, AGENT]) {
            return None;
        }
        let units = self.units.monitored_by(user.as_str()).map(UnitId::as_str);
        let departments = self.departments.turns_of_agent(user.as_str()).map(|turn| turn.department.as_str());
        Some(Scope::new(units.chain(departments).map(str::to_owned).collect(), self))
    }
}
