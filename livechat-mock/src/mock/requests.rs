//! The requests that came, for a test that looks at them.

use std::{
    collections::HashMap,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    thread,
};

use livechat_sdk::{Endpoint, UserId, endpoint::Operation};

use super::LivechatMock;
use crate::{
    Engine, Received, ServerError,
    words::{brief, line, refusal},
};

/// A request that a mock received. Made by [`LivechatMock::received`](crate::LivechatMock::received).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Decoded<E> {
    /// The request.
    pub request: E,
    /// Who was logged in.
    pub user_id: Option<UserId>,
}

/// What is received.
impl LivechatMock {
    /// The requests of one operation that were received, in order. One that the server refuses for its arguments is the
    /// error that it got.
    ///
    /// [`with_engine`](Self::with_engine) has those of all operations. At most 8 MiB of requests are kept: the oldest go first.
    pub fn received<E: Endpoint>(&self) -> Vec<Result<Decoded<E>, ServerError>> {
        self.others.ask_for::<E>();
        let engine = self.engine();
        let decoded = engine.received().filter_map(|received| {
            let request = received.decode()?;
            Some(request.map(|request| Decoded { request, user_id: received.user.clone() }))
        });
        decoded.collect()
    }

    /// The one request of an operation that was received.
    ///
    /// # Panics
    ///
    /// If none was received, or more than one, or one that the server refuses for its arguments; the message lists what came
    /// instead.
    #[track_caller]
    pub fn received_one<E: Endpoint>(&self) -> Decoded<E> {
        let mut received = self.received::<E>();
        let came = received.len();
        match received.pop() {
            Some(Ok(one)) if came == 1 => one,
            Some(Err(error)) if came == 1 => {
                self.fail(&format!("the request of {} was refused with {}", E::META, refusal(&error)))
            }
            _ => self.fail(&format!("one request of {} was expected, {came} came", E::META)),
        }
    }

    /// Fails unless a request of an operation was received for which this holds.
    ///
    /// # Panics
    ///
    /// If there is none; the message lists what came instead.
    #[track_caller]
    pub fn assert_received<E: Endpoint>(&self, holds: impl Fn(&E) -> bool) {
        let received = self.received::<E>();
        if received.iter().flatten().any(|received| holds(&received.request)) {
            return;
        }
        let mut what = format!("no request of {} is as expected, of {}", E::META, received.len());
        for received in received {
            let came = match received {
                Ok(received) => brief(&received.request),
                Err(error) => format!("refused with {}", refusal(&error)),
            };
            what.push_str("\n- ");
            what.push_str(&came);
        }
        self.fail(&what);
    }

    /// Expects no requests but those that an override or a wiremock mock handles, and those of operations that the test asks
    /// for by [`received`](Self::received), [`received_one`](Self::received_one) or [`assert_received`](Self::assert_received).
    ///
    /// Verified when the mock is dropped, and by [`verify`](Self::verify), as what is expected of overrides. It does not
    /// matter whether it is called before the requests come or after.
    ///
    /// ```
    /// use livechat_mock::LivechatMock;
    /// use livechat_sdk::visitors::RegisterVisitor;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), livechat_sdk::Error> {
    /// let mock = LivechatMock::start().await;
    /// mock.expect_no_other_requests();
    /// mock.client().register_visitor(RegisterVisitor::new("token-of-ann").name("Ann")).await?;
    /// mock.assert_received::<RegisterVisitor>(|request| request.name.as_deref() == Some("Ann"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn expect_no_other_requests(&self) {
        self.others.are_unexpected.store(true, Relaxed);
    }

    #[track_caller]
    #[expect(clippy::panic, reason = "what is expected and does not come fails the test")]
    fn fail(&self, what: &str) -> ! {
        let report = self.report();
        self.has_reported.store(true, Relaxed);
        panic!("{what}{report}");
    }

    /// Fails the test if a request came that it does not expect.
    #[track_caller]
    pub(super) fn verify_others(&self) {
        let others = self.others.list(&self.engine());
        if !others.is_empty() && !thread::panicking() {
            self.fail(&format!("requests came that the test does not expect:{others}"));
        }
    }
}

/// Whether a request is for an operation.
type IsFor = fn(&Received) -> bool;

/// Whether a test expects no requests but those that it knows of.
#[derive(Debug, Default)]
pub(super) struct Others {
    are_unexpected: AtomicBool,
    /// The operations whose requests the test asked for.
    asked_for: Mutex<HashMap<Operation, IsFor>>,
}

impl Others {
    fn ask_for<E: Endpoint>(&self) {
        let is_for: IsFor = |received| received.decode::<E>().is_some();
        self.asked_for.lock().unwrap_or_else(PoisonError::into_inner).insert(E::META.operation(), is_for);
    }

    /// The requests that are not expected, a line each.
    fn list(&self, engine: &Engine) -> String {
        if !self.are_unexpected.load(Relaxed) {
            return String::new();
        }
        let asked_for = self.asked_for.lock().unwrap_or_else(PoisonError::into_inner);
        let is_expected =
            |received: &&Received| received.is_foreign() || asked_for.values().any(|is_for| is_for(received));
        engine
            .received()
            .filter(|received| !is_expected(received))
            .map(|other| format!("\n- {}", line(other)))
            .collect()
    }

    pub(super) fn reset(&self) {
        self.are_unexpected.store(false, Relaxed);
        self.asked_for.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}
