//! The integration tests: one binary, so that they link once.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test that cannot go on ends there")]
// Tells clippy that all of it is tests.
#![cfg(test)]

mod contract;
mod coverage;
mod fixtures;
mod openapi;
mod operations;
#[cfg(feature = "cli")]
mod program;
mod quirks;
#[cfg(feature = "server")]
mod raw;
#[cfg(feature = "server")]
mod server;
