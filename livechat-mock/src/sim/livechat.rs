//! Livechat as a whole.

mod get_config;
mod get_routing_config;
mod list_queue;
mod receive_sms;
