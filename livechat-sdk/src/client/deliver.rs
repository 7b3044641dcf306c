use std::future::Future;

use super::{
    Client, Inner,
    observer::Observation,
    retry::{Attempt, Outcome},
};
use crate::{error::Error, model::Message};

/// How a message that has an id is sent and looked up.
pub(super) struct Delivery<S, F> {
    pub(super) send: S,
    pub(super) find: F,
    /// Whether the error of a lookup says that there is no such message.
    pub(super) is_missing: fn(&Error) -> bool,
    /// Whether it may be there before it is sent.
    pub(super) looks_first: bool,
}

impl<S, F, Sending, Finding> Delivery<S, F>
where
    S: Fn() -> Sending,
    F: Fn() -> Finding,
    Sending: Future<Output = Result<Message, Error>> + Send,
    Finding: Future<Output = Result<Message, Error>> + Send,
{
    /// Sends the message exactly once: after a lost response it is looked up before it is sent again.
    ///
    /// The client's retry policy and timeout hold for all of it, and its error counts all requests.
    pub(super) async fn deliver(self, client: &Client) -> Result<Message, Error> {
        let Inner { shared, options, .. } = &*client.inner;
        let started = shared.clock.now();
        let mut attempts = 0;
        let fail = |error: Error, attempts| Err(error.counting(attempts, shared.since(started)));
        let mut may_be_there = self.looks_first;
        let mut number = 1;
        loop {
            if may_be_there {
                match (self.find)().await {
                    Err(error) if (self.is_missing)(&error) => attempts += error.attempts(),
                    Err(error) => return fail(error, attempts),
                    found => return found,
                }
            }
            let error = match (self.send)().await {
                Err(error) if may_have_arrived(&error) => error,
                Err(error) => return fail(error, attempts),
                sent => return sent,
            };
            let next = options.retry.next(&Attempt {
                number,
                // Safe to repeat: the message is looked up first.
                idempotent: true,
                outcome: Outcome::MaybeDone { wait: error.retry_after() },
                time_left: options.time_left(started, shared.clock.now()),
                random: fastrand::f64(),
            });
            let Some(wait) = next else { return fail(error, attempts) };
            attempts += error.attempts();
            shared.tell(&Observation::Waiting { operation: error.operation(), wait, is_rate_limit: false });
            shared.clock.sleep(wait).await;
            may_be_there = true;
            number += 1;
        }
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
