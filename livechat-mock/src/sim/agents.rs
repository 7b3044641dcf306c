//! Agents.

mod get_agent_info;
mod get_next_agent;
mod list_agent_departments;
mod save_agent_info;
mod set_agent_status;
