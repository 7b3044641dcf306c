//! Agents, as visitors see them.

mod get_agent_info;
mod get_next_agent;

pub(crate) use self::get_agent_info::agent_info;
