//! A scripted server, a clock that never waits, and what most tests need.

pub(crate) mod answers;
mod clock;
mod server;

use livechat_sdk::{Client, ClientBuilder, RetryPolicy};

pub(crate) use self::{
    clock::TestClock,
    server::{Received, Response, Server},
};

pub(crate) const TOKEN: &str = "iNKE8a6k6cjbqWhWd";

/// A visitor, as short as one can be.
pub(crate) const VISITOR: &str =
    r#"{"visitor":{"_id":"v1","username":"guest-1","token":"iNKE8a6k6cjbqWhWd"},"success":true}"#;

/// What the server says to one call too many.
pub(crate) const TOO_MANY: &str = r#"{"success":false,"error":"Error, too many requests. Please slow down. You must wait 7 seconds before trying this endpoint again. [error-too-many-requests]"}"#;

/// Header lines of a rate limit: so many calls in a window, so many of them left, and seconds until it ends.
pub(crate) fn rate_limit(calls: u64, remaining: u64, ends_in: u64) -> String {
    format!(
        "date: Sun, 06 Nov 1994 08:49:37 GMT\r\nx-ratelimit-limit: {calls}\r\nx-ratelimit-remaining: {remaining}\r\n\
         x-ratelimit-reset: {}\r\n",
        784_111_777_000 + ends_in * 1000
    )
}

/// A client that tries once.
pub(crate) fn client(server: &Server) -> Client {
    builder(server).retry(RetryPolicy::none()).build().unwrap()
}

pub(crate) fn builder(server: &Server) -> ClientBuilder {
    Client::builder(server.url())
}

/// An error and everything that it shows of itself and of its causes.
pub(crate) fn shown(error: &dyn std::error::Error) -> String {
    let mut text = format!("{error} {error:?}");
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text} {error} {error:?}");
        cause = error.source();
    }
    text
}
