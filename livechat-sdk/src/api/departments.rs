//! Departments: the groups of agents that visitors can ask for.

mod archive_department;
mod autocomplete_departments;
mod check_department_creation;
mod create_department;
mod delete_department;
mod get_department;
mod list_archived_departments;
mod list_department_agents;
mod list_departments;
mod list_departments_by_id;
mod set_department_agents;
mod unarchive_department;
mod update_department;

pub use self::{
    archive_department::{ArchiveDepartment, ArchiveDepartmentResponse},
    autocomplete_departments::{AutocompleteDepartments, AutocompleteDepartmentsResponse, DepartmentSelector},
    check_department_creation::{CheckDepartmentCreation, CheckDepartmentCreationResponse},
    create_department::{CreateDepartment, CreateDepartmentResponse},
    delete_department::{DeleteDepartment, DeleteDepartmentResponse},
    get_department::{GetDepartment, GetDepartmentResponse},
    list_archived_departments::{ListArchivedDepartments, ListArchivedDepartmentsResponse},
    list_department_agents::{ListDepartmentAgents, ListDepartmentAgentsResponse},
    list_departments::{ListDepartments, ListDepartmentsResponse},
    list_departments_by_id::{ListDepartmentsById, ListDepartmentsByIdResponse},
    set_department_agents::{SetDepartmentAgents, SetDepartmentAgentsResponse},
    unarchive_department::{UnarchiveDepartment, UnarchiveDepartmentResponse},
    update_department::{UpdateDepartment, UpdateDepartmentResponse},
};
