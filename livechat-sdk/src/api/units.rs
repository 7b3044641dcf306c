//! Units: groups of departments, and who monitors them.

mod create_unit;
mod delete_unit;
mod get_unit;
mod list_available_departments;
mod list_unit_departments;
mod list_unit_monitors;
mod list_units;
mod update_unit;

pub use self::{
    create_unit::{CreateUnit, CreateUnitResponse},
    delete_unit::{DeleteUnit, DeleteUnitResponse},
    get_unit::{GetUnit, GetUnitResponse},
    list_available_departments::{ListAvailableDepartments, ListAvailableDepartmentsResponse},
    list_unit_departments::{ListUnitDepartments, ListUnitDepartmentsResponse},
    list_unit_monitors::{ListUnitMonitors, ListUnitMonitorsResponse},
    list_units::{ListUnits, ListUnitsResponse},
    update_unit::{UpdateUnit, UpdateUnitResponse},
};
