//! Livechat as a whole.

mod get_routing_config;
mod list_queue;
