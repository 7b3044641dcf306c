//! The integration tests: one binary, so that they link once.

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
