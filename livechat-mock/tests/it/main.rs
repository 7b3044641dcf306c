//! The integration tests: one binary, so that they link once.

#[cfg(feature = "cli")]
mod program;
#[cfg(feature = "server")]
mod raw;
#[cfg(feature = "server")]
mod server;
