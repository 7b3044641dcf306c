//! Agents.

mod list_agent_departments;
mod save_agent_info;
mod set_agent_status;
