//! An override that is mounted, without its operation's type.

use std::{
    fmt::{self, Write},
    panic::Location,
    sync::{Mutex, MutexGuard, PoisonError},
    thread,
    time::Duration,
};

use bytes::Bytes;
use http::{Request, Response};
use livechat_sdk::{Endpoint, endpoint::Operation};
use tokio::sync::Notify;

use super::Times;
use crate::{ServerError, server::State};

/// What a test demands of a request.
pub(crate) type Condition<E> = Box<dyn Fn(&E) -> bool + Send + Sync>;

/// An override, without its type.
pub(super) struct Mounted {
    pub(super) operation: Operation,
    pub(super) name: Option<String>,
    pub(super) location: &'static Location<'static>,
    pub(super) times: Times,
    pub(super) most: u64,
    pub(super) delay: Option<Duration>,
    pub(super) judge: Box<dyn Judge>,
    pub(super) answer: Answer,
    tally: Mutex<Tally>,
    pub(super) on_handled: Notify,
}

/// What it responds with.
pub(super) enum Answer {
    Fixed(Response<Bytes>),
    #[cfg(feature = "wiremock")]
    Wiremock(Box<dyn wiremock::Respond>),
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

pub(super) enum Verdict {
    OtherOperation,
    Error(ServerError),
    Unfit,
    Fits,
}

pub(super) trait Judge: Send + Sync {
    fn judge(&self, state: &State, request: &Request<Bytes>) -> Verdict;
}

pub(super) struct Conditions<E>(pub(super) Vec<Condition<E>>);

impl<E: Endpoint> Judge for Conditions<E> {
    fn judge(&self, state: &State, request: &Request<Bytes>) -> Verdict {
        let read = state.engine().read::<E>(request);
        match read {
            None => Verdict::OtherOperation,
            Some(Err(error)) => Verdict::Error(error),
            Some(Ok(request)) if self.0.iter().all(|holds| holds(&request)) => Verdict::Fits,
            Some(Ok(_)) => Verdict::Unfit,
        }
    }
}

impl Mounted {
    pub(super) fn new<E: Endpoint>(
        conditions: Vec<Condition<E>>,
        location: &'static Location<'static>,
        answer: Answer,
    ) -> Self {
        Self {
            operation: E::META.operation(),
            name: None,
            location,
            times: Times::ANY,
            most: u64::MAX,
            delay: None,
            judge: Box::new(Conditions(conditions)),
            answer,
            tally: Mutex::default(),
            on_handled: Notify::new(),
        }
    }

    /// Whether it handles this request. If so, the request is counted.
    pub(super) fn takes(&self, state: &State, request: &Request<Bytes>) -> bool {
        if self.tally().handled >= self.most {
            return false;
        }
        // Conditions are the test's own code, which may panic or use the mock: nothing is locked here.
        let verdict = self.judge.judge(state, request);
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

    /// The response of wiremock's, if it is one.
    #[cfg(feature = "wiremock")]
    pub(super) fn template(&self, request: &wiremock::Request) -> Option<wiremock::ResponseTemplate> {
        let Answer::Wiremock(answer) = &self.answer else { return None };
        let template = answer.respond(request);
        Some(match self.delay {
            Some(delay) => template.set_delay(delay),
            None => template,
        })
    }

    pub(super) fn handled(&self) -> u64 {
        self.tally().handled
    }

    pub(super) fn is_satisfied(&self) -> bool {
        self.times.contains(self.handled())
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

/// Fails the test if an expectation is not met, with what came.
///
/// # Panics
///
/// Then, unless the thread is panicking already: the first failure is the one to read.
pub(super) fn fail_unless_satisfied<'a>(
    overrides: impl IntoIterator<Item = &'a Mounted>,
    came: impl FnOnce() -> String,
) {
    let mut unmet = String::new();
    for mounted in overrides.into_iter().filter(|mounted| !mounted.is_satisfied()) {
        // Writing to a string does not fail.
        let _ = write!(unmet, "\n- {mounted}");
    }
    if !unmet.is_empty() && !thread::panicking() {
        #[expect(clippy::panic, reason = "an expectation that is not met fails the test")]
        {
            panic!("what was expected of livechat-mock did not happen:{unmet}{}", came());
        }
    }
}
