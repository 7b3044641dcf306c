//! The integration tests: one binary, so that they link once.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test that cannot go on ends there")]

mod agent;
#[cfg(feature = "cli")]
mod browser;
#[cfg(all(feature = "check", feature = "mock"))]
mod check;
#[cfg(feature = "cli")]
mod clients;
mod contract;
mod coverage;
mod faults;
mod fixtures;
#[cfg(feature = "mock")]
mod live;
mod memory;
mod mistakes;
#[cfg(feature = "wiremock")]
mod mock;
mod openapi;
mod operations;
#[cfg(feature = "mock")]
mod outgoing;
#[cfg(feature = "server")]
mod profiles;
#[cfg(feature = "cli")]
mod program;
mod properties;
mod quirks;
#[cfg(feature = "server")]
mod raw;
#[cfg(all(feature = "cli", feature = "wiremock"))]
mod readme;
mod realtime;
#[cfg(feature = "mock")]
mod recordings;
#[cfg(feature = "server")]
mod scenarios;
#[cfg(feature = "server")]
mod server;
mod webhooks;
