//! The client against servers that do as the test says, over real sockets.

#![expect(clippy::unwrap_used, reason = "clippy knows tests, but not what they call")]

mod address;
mod arguments;
mod bots;
mod connections;
mod cost;
mod effort;
mod observer;
mod options;
mod paging;
mod rate_limits;
#[cfg(feature = "realtime")]
mod realtime;
mod relogin;
mod responses;
mod routes;
mod secrecy;
mod session;
mod sources;
mod storms;
mod support;
mod transport;
mod uploads;
