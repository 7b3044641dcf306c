//! Overrides of the response to an operation.

use std::{
    fmt::{self, Write},
    panic::Location,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
    thread,
    time::Duration,
};

use bytes::Bytes;
use http::{Request, StatusCode};
use livechat_sdk::{Endpoint, endpoint::Operation};
use tokio::sync::Notify;
use wiremock::{Respond, ResponseTemplate};

use super::{
    Times,
    transport::{Transport, template},
};
use crate::{
    ServerError, ServerVersion,
    engine::{error_response, json_response},
    json,
};

/// Builds an [`Override`] of an operation. Made by [`LivechatMock::on`](crate::LivechatMock::on).
#[must_use = "nothing changes until a response is chosen and mounted"]
pub struct On<'m, E> {
    transport: &'m Arc<Transport>,
    conditions: Vec<Condition<E>>,
    location: &'static Location<'static>,
}

/// A response in place of the mock's own, and the number of requests expected. Made by [`On`]; has no effect until it is
/// mounted.
///
/// It answers requests of its operation that the server would accept: with the login and the permissions that the
/// operation needs, and arguments that have its shape. Others get the error that they would get without it. What it
/// answers, the world does not hear of, and the rate limiter does not count.
#[must_use = "nothing changes until it is mounted"]
pub struct Override<'m> {
    transport: &'m Arc<Transport>,
    mounted: Mounted,
}

/// Takes an [`Override`] back when it is dropped. Made by [`Override::mount_as_scoped`].
///
/// # Panics
///
/// When it is dropped, if what was expected did not happen and the thread is not panicking already.
#[must_use = "the override ends when this is dropped: bind it to a name such as `_guard`"]
pub struct OverrideGuard {
    transport: Weak<Transport>,
    mounted: Arc<Mounted>,
}

type Condition<E> = Box<dyn Fn(&E) -> bool + Send + Sync>;

/// An override, without its type.
pub(super) struct Mounted {
    operation: Operation,
    name: Option<String>,
    location: &'static Location<'static>,
    times: Times,
    most: u64,
    delay: Option<Duration>,
    judge: Box<dyn Judge>,
    answer: Box<dyn Respond>,
    tally: Mutex<Tally>,
    on_handled: Notify,
}

/// Counts of the operation's requests.
#[derive(Debug, Default)]
struct Tally {
    handled: u64,
    /// The conditions of the test did not hold.
    unfit: u64,
    /// The server would not have accepted them.
    errors: u64,
    last_error: Option<ServerError>,
}

enum Verdict {
    OtherOperation,
    Error(ServerError),
    Unfit,
    Fits,
}

trait Judge: Send + Sync {
    fn judge(&self, transport: &Transport, request: &Request<Bytes>) -> Verdict;
}

struct Conditions<E>(Vec<Condition<E>>);

impl<E: Endpoint> Judge for Conditions<E> {
    fn judge(&self, transport: &Transport, request: &Request<Bytes>) -> Verdict {
        let read = transport.engine().read::<E>(request);
        match read {
            None => Verdict::OtherOperation,
            Some(Err(error)) => Verdict::Error(error),
            Some(Ok(request)) if self.0.iter().all(|holds| holds(&request)) => Verdict::Fits,
            Some(Ok(_)) => Verdict::Unfit,
        }
    }
}

impl<'m, E: Endpoint> On<'m, E> {
    pub(super) fn new(transport: &'m Arc<Transport>, location: &'static Location<'static>) -> Self {
        Self { transport, conditions: Vec::new(), location }
    }

    /// Restricts it to requests for which this holds. Called more than once, all must hold.
    pub fn when(mut self, condition: impl Fn(&E) -> bool + Send + Sync + 'static) -> Self {
        self.conditions.push(Box::new(condition));
        self
    }

    /// Responds with this, as a success.
    #[expect(clippy::needless_pass_by_value, reason = "tests make the value on the spot")]
    pub fn respond(self, answer: E::Response) -> Override<'m> {
        let response = match json::to_string(&answer) {
            Ok(body) => json_response(StatusCode::OK, body.into()),
            Err(error) => error_response(
                &ServerError::internal(ServerVersion::default())
                    .hint(format!("livechat-mock could not write the answer that the test gave it: {error}")),
            ),
        };
        self.respond_with(template(response))
    }

    /// Responds with this error.
    #[expect(clippy::needless_pass_by_value, reason = "tests make the value on the spot")]
    pub fn respond_error(self, error: ServerError) -> Override<'m> {
        self.respond_with(template(error_response(&error)))
    }

    /// Responds with anything that wiremock supports, for example a [`ResponseTemplate`](wiremock::ResponseTemplate) that is
    /// no response of the server.
    pub fn respond_with(self, answer: impl Respond + 'static) -> Override<'m> {
        let mounted = Mounted {
            operation: E::META.operation(),
            name: None,
            location: self.location,
            times: Times::ANY,
            most: u64::MAX,
            delay: None,
            judge: Box::new(Conditions(self.conditions)),
            answer: Box::new(answer),
            tally: Mutex::default(),
            on_handled: Notify::new(),
        };
        Override { transport: self.transport, mounted }
    }
}

impl Override<'_> {
    /// How many requests it is expected to handle; any number by default.
    ///
    /// Verified when the mock is dropped, by [`LivechatMock::verify`](crate::LivechatMock::verify), and when the guard
    /// of a scoped override is dropped. It is no limit: see [`up_to_n_times`](Self::up_to_n_times).
    pub fn expect(mut self, times: impl Into<Times>) -> Self {
        self.mounted.times = times.into();
        self
    }

    /// Handles this many requests and leaves further ones to overrides that were mounted later, or to the mock itself.
    pub fn up_to_n_times(mut self, times: u64) -> Self {
        self.mounted.most = times;
        self
    }

    /// Delays each response. Other requests are not affected.
    pub fn delay(mut self, delay: Duration) -> Self {
        self.mounted.delay = Some(delay);
        self
    }

    /// A name for failure messages. Without one, they give the location in the test.
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.mounted.name = Some(name.into());
        self
    }

    /// Mounts it, until the mock is dropped or reset. Of two that match, the one that was mounted first responds.
    // It awaits nothing; it is async because wiremock's is.
    pub async fn mount(self) {
        self.transport.overrides().push(Arc::new(self.mounted));
    }

    /// Mounts it, until the guard is dropped.
    pub async fn mount_as_scoped(self) -> OverrideGuard {
        let mounted = Arc::new(self.mounted);
        self.transport.overrides().push(mounted.clone());
        OverrideGuard { transport: Arc::downgrade(self.transport), mounted }
    }
}

impl OverrideGuard {
    /// How many requests it has handled.
    #[must_use]
    pub fn handled(&self) -> u64 {
        self.mounted.tally().handled
    }

    /// Waits until as many requests were handled as are [expected](Override::expect), without a timeout.
    pub async fn wait_until_satisfied(&self) {
        loop {
            let handled = self.mounted.on_handled.notified();
            tokio::pin!(handled);
            // Before the check, so that no request in between is missed.
            handled.as_mut().enable();
            if self.mounted.is_satisfied() {
                return;
            }
            handled.await;
        }
    }
}

impl Drop for OverrideGuard {
    fn drop(&mut self) {
        if let Some(transport) = self.transport.upgrade() {
            transport.overrides().retain(|mounted| !Arc::ptr_eq(mounted, &self.mounted));
        }
        fail_unless_satisfied([&*self.mounted]);
    }
}

impl Mounted {
    /// Whether it handles this request. If so, the request is counted.
    pub(super) fn takes(&self, transport: &Transport, request: &Request<Bytes>) -> bool {
        if self.tally().handled >= self.most {
            return false;
        }
        // Conditions are the test's own code, which may panic or use the mock: nothing is locked here.
        let verdict = self.judge.judge(transport, request);
        let mut tally = self.tally();
        match verdict {
            Verdict::OtherOperation => {}
            Verdict::Unfit => tally.unfit += 1,
            Verdict::Error(error) => {
                tally.errors += 1;
                tally.last_error = Some(error);
            }
            Verdict::Fits => {
                tally.handled += 1;
                return true;
            }
        }
        false
    }

    pub(super) fn answer(&self, request: &wiremock::Request) -> ResponseTemplate {
        let template = self.answer.respond(request);
        self.on_handled.notify_waiters();
        match self.delay {
            Some(delay) => template.set_delay(delay),
            None => template,
        }
    }

    pub(super) fn is_satisfied(&self) -> bool {
        self.times.contains(self.tally().handled)
    }

    fn tally(&self) -> MutexGuard<'_, Tally> {
        self.tally.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The expectation and the count.
impl fmt::Display for Mounted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { operation, times, location, .. } = self;
        let Tally { handled, unfit, errors, last_error } = &*self.tally();
        if let Some(name) = &self.name {
            write!(f, "{name}, ")?;
        }
        write!(f, "{operation}, of {location}: expected {times}, handled {handled}")?;
        if *unfit > 0 {
            write!(f, "; {unfit} did not meet its conditions")?;
        }
        if *errors > 0 {
            write!(f, "; {errors} got the error response of the server")?;
        }
        if let Some(error) = last_error {
            write!(f, ", the last with {}", error.status())?;
            // The server quotes names of arguments here and, at most, an e-mail address.
            if let Some(text) = error.body()["error"].as_str().or(error.body()["message"].as_str()) {
                write!(f, " ({text})")?;
            }
        }
        Ok(())
    }
}

/// Fails the test if an expectation is not met.
///
/// # Panics
///
/// Then, unless the thread is panicking already: the first failure is the one to read.
pub(super) fn fail_unless_satisfied<'a>(overrides: impl IntoIterator<Item = &'a Mounted>) {
    let mut unmet = String::new();
    for mounted in overrides.into_iter().filter(|mounted| !mounted.is_satisfied()) {
        // Writing to a string does not fail.
        let _ = write!(unmet, "\n- {mounted}");
    }
    if !unmet.is_empty() && !thread::panicking() {
        #[expect(clippy::panic, reason = "an expectation that is not met fails the test")]
        {
            panic!("what was expected of livechat-mock did not happen:{unmet}");
        }
    }
}

impl<E: Endpoint> fmt::Debug for On<'_, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("On").field("operation", &E::META.operation()).finish_non_exhaustive()
    }
}

impl fmt::Debug for Override<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Override").field(&format_args!("{}", self.mounted)).finish()
    }
}

impl fmt::Debug for OverrideGuard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("OverrideGuard").field(&format_args!("{}", self.mounted)).finish()
    }
}
