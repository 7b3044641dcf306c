//! An override that is mounted, without its operation's type.

use std::{
    collections::VecDeque,
    fmt,
    panic::Location,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use bytes::Bytes;
use http::{Request, Response};
use livechat_sdk::{Endpoint, endpoint::Operation};
use tokio::sync::Notify;

use super::words::{brief, refusal};
use crate::{ServerError, server::State, times::Times};

/// How many requests that did not meet a condition are shown.
const MOST_MISSES: usize = 3;

/// What a test demands of a request.
pub(crate) struct Condition<E> {
    pub(crate) holds: Box<dyn Fn(&E) -> bool + Send + Sync>,
    /// Where the test demands it.
    location: &'static Location<'static>,
}

impl<E> Condition<E> {
    #[track_caller]
    pub(crate) fn new(holds: impl Fn(&E) -> bool + Send + Sync + 'static) -> Self {
        Self { holds: Box::new(holds), location: Location::caller() }
    }
}

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
    /// The last of those.
    misses: VecDeque<Miss>,
    /// The server would not have accepted them.
    errors: u64,
    last_error: Option<ServerError>,
}

pub(super) enum Verdict {
    OtherOperation,
    Error(ServerError),
    Unfit(Miss),
    Fits,
}

/// A request that an override nearly handled.
#[derive(Debug)]
pub(super) struct Miss {
    /// Of the condition that it did not meet.
    condition: &'static Location<'static>,
    request: String,
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
            Some(Ok(request)) => match self.0.iter().find(|condition| !(condition.holds)(&request)) {
                None => Verdict::Fits,
                Some(unmet) => Verdict::Unfit(Miss { condition: unmet.location, request: brief(&request) }),
            },
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
            Verdict::Unfit(miss) => {
                tally.unfit += 1;
                if tally.misses.len() == MOST_MISSES {
                    tally.misses.pop_front();
                }
                tally.misses.push_back(miss);
            }
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

    /// Whether a request came that it nearly handled.
    pub(super) fn came_close(&self) -> bool {
        let tally = self.tally();
        tally.unfit + tally.errors > 0
    }

    pub(super) fn is_satisfied(&self) -> bool {
        self.times.contains(self.handled())
    }

    fn tally(&self) -> MutexGuard<'_, Tally> {
        self.tally.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The expectation and the count; then a line for each of the last requests that did not meet a condition.
impl fmt::Display for Mounted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { operation, times, location, .. } = self;
        let Tally { handled, unfit, misses, errors, last_error } = &*self.tally();
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
            write!(f, ", the last with {}", refusal(error))?;
        }
        for Miss { condition, request } in misses {
            write!(f, "\n    {condition} did not hold for {request}")?;
        }
        Ok(())
    }
}
