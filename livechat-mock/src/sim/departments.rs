//! Departments.

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

use crate::shape::{Kind, optional, required};

/// What a department is to be. Newer servers know more keys than are listed here.
const DEPARTMENT: Kind = Kind::OpenObject(&[
    required("enabled", Kind::Boolean),
    required("name", Kind::String),
    required("email", Kind::String),
    required("showOnRegistration", Kind::Boolean),
    required("showOnOfflineForm", Kind::Boolean),
]);

const UNIT: Kind = Kind::OpenObject(&[optional("_id", Kind::Nullable(&Kind::String))]);

/// Agents of a department. The description asks for an agent's user name beside the id, and its own
/// examples leave it out.
const AGENTS: Kind = Kind::List(&Kind::OpenObject(&[
    required("agentId", Kind::String),
    optional("username", Kind::String),
    optional("count", Kind::Number),
    optional("order", Kind::Number),
]));
