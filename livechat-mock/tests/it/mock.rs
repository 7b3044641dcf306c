//! The mock for tests: what a test says to it, what a client hears from it, and what a failing test reads.

mod alive;
mod expectations;
mod ignored;
mod in_process;
mod lifecycle;
mod one_clock;
mod options;
mod overrides;
mod plain_wiremock;
mod requests;
mod world;

use std::{any::Any, net::SocketAddr};

use livechat_mock::LivechatMock;

/// The documented visitor's token.
const TOKEN: &str = "iNKE8a6k6cjbqWhWd";

fn address(mock: &LivechatMock) -> SocketAddr {
    mock.address()
}

/// What a panic said.
#[track_caller]
fn words(panic: &(dyn Any + Send)) -> &str {
    panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied()).unwrap()
}

/// Runs a test that fails, in a task of its own, and gives what its panic said.
pub(crate) async fn failure<T: Send + 'static>(test: impl Future<Output = T> + Send + 'static) -> String {
    match tokio::spawn(test).await {
        Ok(_) => panic!("the test did not fail"),
        Err(error) => words(&*error.into_panic()).to_owned(),
    }
}
