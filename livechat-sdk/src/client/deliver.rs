use std::future::Future;

use super::{
    Client, Inner,
    retry::{Attempt, Outcome},
};
use crate::{error::Error, model::Message};

/// Sends a message that has an id, exactly once: after a lost response it is looked up before it is sent again.
///
/// The client's retry policy and timeout hold for all of it.
pub(super) async fn deliver<S, F>(client: &Client, send: impl Fn() -> S, find: impl Fn() -> F) -> Result<Message, Error>
where
    S: Future<Output = Result<Message, Error>> + Send,
    F: Future<Output = Result<Option<Message>, Error>> + Send,
{
    let Inner { shared, options, .. } = &*client.inner;
    let started = shared.clock.now();
    let mut number = 1;
    loop {
        let error = match send().await {
            Err(error) if may_have_arrived(&error) => error,
            result => return result,
        };
        let next = options.retry.next(&Attempt {
            number,
            // Safe to repeat: the message is looked up first.
            idempotent: true,
            outcome: Outcome::MaybeDone { wait: error.retry_after() },
            time_left: options.time_left(started, shared.clock.now()),
            random: fastrand::f64(),
        });
        let Some(wait) = next else { return Err(error) };
        shared.clock.sleep(wait).await;
        if let Some(message) = find().await? {
            return Ok(message);
        }
        number += 1;
    }
}

/// Whether the server may have executed the call although no response arrived.
fn may_have_arrived(error: &Error) -> bool {
    match error {
        Error::Transport(error) => error.is_timeout() || error.is_interrupted(),
        Error::Api(error) => matches!(error.status(), 502..=504),
        _ => false,
    }
}
