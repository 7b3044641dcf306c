//! Units, and who monitors them.

mod create_unit;
mod delete_unit;
mod get_unit;
mod list_available_departments;
mod list_unit_departments;
mod list_unit_monitors;
mod list_units;
mod update_unit;

use livechat_sdk::{
    UnitId, UserId,
    model::{Department, Unit, UnitData, UnitDepartment, UnitMonitorData},
};
use serde_json::json;

use crate::{
    ServerError,
    operation::Call,
    sim::{list::Query, places},
    world::{MONITOR, UnitPlan},
};

impl Call<'_> {
    /// The unit with this id, if the caller may see it.
    fn visible_unit(&self, id: &UnitId) -> Option<&Unit> {
        let scope = self.scope();
        self.world.unit(id).filter(|unit| scope.is_none_or(|scope| scope.has_unit(unit)))
    }

    /// The same, or what the method of this name refuses it with.
    fn visible_unit_or(&self, id: &UnitId, code: &str, method: &str) -> Result<&Unit, ServerError> {
        self.visible_unit(id).ok_or_else(|| {
            ServerError::reason("Unit not found", code)
                .details(json!({"method": method}))
                .hint("no unit has this id, or the caller is a monitor of others")
        })
    }
}

/// What creating and updating a unit demand, one argument after the other.
const CONTRACT: &str = "each {unitData:{name:string, visibility:string, enabled?:boolean, description?:string, \
                        email?:string, showOnOfflineForm?:boolean}, unitMonitors:[{monitorId:string, username:string, \
                        ...}], unitDepartments:[{departmentId:string, ...}], ...}";

fn plan(unit: &UnitData, monitors: &[UnitMonitorData], departments: &[UnitDepartment]) -> UnitPlan {
    UnitPlan {
        name: unit.name.clone(),
        visibility: unit.visibility.clone(),
        monitors: monitors.iter().map(|monitor| monitor.monitor_id.clone()).collect(),
        departments: departments.iter().map(|department| department.department_id.clone()).collect(),
    }
}

/// Names the monitors who are none, and the departments that there are not: the response does not tell who they are.
fn hint_at_strangers(monitors: &[UnitMonitorData], departments: &[UnitDepartment], call: &mut Call<'_>) {
    let is_monitor = |id: &UserId| call.world.users.by_id(id.as_str()).is_some_and(|account| account.has_role(MONITOR));
    let strangers = places("unitMonitors", monitors, |monitor| is_monitor(&monitor.monitor_id));
    let is_department = |department: &UnitDepartment| call.world.departments.has(&department.department_id);
    let nowhere = places("unitDepartments", departments, is_department);
    call.hint_at(strangers, "no user with the role livechat-monitor has this id, so it is passed over");
    call.hint_at(nowhere, "no department has this id; the unit counts it all the same");
}

/// What is asked for of a list whose order cannot be chosen.
fn in_order(offset: Option<u64>, count: Option<u64>) -> Query<'static> {
    Query { offset, count, sort: None }
}

/// By name, then by id.
fn sorted<'w>(departments: impl Iterator<Item = &'w Department>) -> Vec<&'w Department> {
    let mut departments: Vec<_> = departments.collect();
    departments.sort_by_key(|department| (department.name.as_deref(), department.id.as_str()));
    departments
}
