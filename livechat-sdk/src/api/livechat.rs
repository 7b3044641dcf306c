//! Livechat as a whole: how conversations are given to agents, and who serves how many.

mod get_routing_config;
mod list_queue;

pub use self::{
    get_routing_config::{GetRoutingConfig, GetRoutingConfigResponse, RoutingConfig},
    list_queue::{ListQueue, ListQueueResponse, QueueEntry, QueueUser},
};
