//! The operations, by resource: one module for each, one file for each operation.

pub mod agents;
pub mod appearance;
pub mod authentication;
pub mod contacts;
pub mod custom_fields;
pub mod departments;
pub mod files;
pub mod inquiries;
pub mod livechat;
pub mod messages;
pub mod rooms;
pub mod transcripts;
pub mod triggers;
pub mod users;
pub mod visitors;
