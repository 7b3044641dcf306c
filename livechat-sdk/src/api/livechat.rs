//! The livechat as a whole: what a visitor's client has to know, and text messages from outside.

mod get_config;
mod receive_sms;

pub use self::{
    get_config::{GetConfig, GetConfigResponse},
    receive_sms::{ReceiveSms, ReceiveSmsResponse},
};
