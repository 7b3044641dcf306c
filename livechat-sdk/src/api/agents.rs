//! Agents, as visitors see them.

mod get_agent_info;
mod get_next_agent;

pub use self::{
    get_agent_info::{GetAgentInfo, GetAgentInfoResponse},
    get_next_agent::{GetNextAgent, GetNextAgentResponse},
};
