//! The livechat as a whole.

mod get_config;
mod receive_sms;
