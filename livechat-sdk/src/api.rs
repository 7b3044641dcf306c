//! The operations, by resource: one module for each, one file for each operation.

pub mod appearance;
pub mod authentication;
pub mod contacts;
pub mod custom_fields;
pub mod departments;
pub mod triggers;
pub mod visitors;
