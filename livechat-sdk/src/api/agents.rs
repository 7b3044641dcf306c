//! Agents, as visitors see them.

mod get_agent_info;
mod get_next_agent;
mod list_agent_departments;
mod save_agent_info;
mod set_agent_status;

pub use self::{
    get_agent_info::{GetAgentInfo, GetAgentInfoResponse},
    get_next_agent::{GetNextAgent, GetNextAgentResponse},
    list_agent_departments::{AgentDepartment, ListAgentDepartments, ListAgentDepartmentsResponse},
    save_agent_info::SaveAgentInfo,
    set_agent_status::{SetAgentStatus, SetAgentStatusResponse},
};
