//! Faults: whose turn it is, and what a client sees of them.

#[cfg(feature = "wiremock")]
mod conversation;
#[cfg(feature = "wiremock")]
mod over_mock;
mod schedule;
#[cfg(feature = "server")]
mod server;

/// The documented visitor's token.
#[cfg(feature = "server")]
const TOKEN: &str = "iNKE8a6k6cjbqWhWd";
