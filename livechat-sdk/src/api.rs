//! The operations, by resource: one module for each, one file for each operation.

pub mod agents;
pub mod authentication;
pub mod custom_fields;
pub mod files;
pub mod livechat;
pub mod messages;
pub mod rooms;
pub mod transcripts;
pub mod visitors;
