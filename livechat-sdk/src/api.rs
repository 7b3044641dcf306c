//! The operations, by resource: one module for each, one file for each operation.

pub mod authentication;
pub mod visitors;
