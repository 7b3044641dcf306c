//! Livechat as a whole: how conversations are given to agents, and who serves how many.

mod get_config;
mod get_routing_config;
mod list_queue;
mod receive_sms;

pub use self::{
    get_config::{GetConfig, GetConfigResponse},
    get_routing_config::{GetRoutingConfig, GetRoutingConfigResponse, RoutingConfig},
    list_queue::{ListQueue, ListQueueResponse, QueueEntry, QueueUser},
    receive_sms::{MobexSms, ReceiveSms, ReceiveSmsResponse, SmsMessage, TwilioSms, VoxtelesysSms},
};
