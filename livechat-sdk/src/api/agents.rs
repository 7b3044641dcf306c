//! Agents: whether they are available, what is known about them, their departments.

mod list_agent_departments;
mod save_agent_info;
mod set_agent_status;

pub use self::{
    list_agent_departments::{AgentDepartment, ListAgentDepartments, ListAgentDepartmentsResponse},
    save_agent_info::SaveAgentInfo,
    set_agent_status::{SetAgentStatus, SetAgentStatusResponse},
};
