//! Responses in place of the engine's: the typed overrides of tests, and the stubs of the control routes.

#[cfg(feature = "mock")]
use std::panic::Location;
use std::{
    collections::VecDeque,
    fmt,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::Duration,
};

use bytes::Bytes;
use http::{Request, Response};
use livechat_sdk::{JsonObject, endpoint::Operation as OperationName};
use serde_json::Value;
#[cfg(feature = "mock")]
use {livechat_sdk::Endpoint, tokio::sync::Notify};

use super::registry::SharedEngine;
#[cfg(feature = "mock")]
use crate::words::brief;
use crate::{ServerError, json::differences, operation::Operation, times::Times, words::refusal};

/// How many requests that did not meet a condition are shown.
const MOST_MISSES: usize = 3;

/// The overrides of one world, in the order in which they were mounted: the first that fits a request responds.
#[derive(Default)]
pub(crate) struct Overrides {
    mounted: Mutex<Vec<Arc<Mounted>>>,
    /// How many stubs there were.
    stubs: AtomicU64,
}

/// What overrides make of a request.
pub(crate) struct Found {
    /// The one that responds; it has counted the request.
    pub(crate) mounted: Option<Arc<Mounted>>,
    /// Those before it that nearly did, and why they did not.
    pub(crate) near: Vec<String>,
}

impl Overrides {
    pub(crate) fn lock(&self) -> MutexGuard<'_, Vec<Arc<Mounted>>> {
        self.mounted.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What responds to a request. Nothing is locked meanwhile: conditions may be a test's own code.
    pub(crate) fn find(&self, request: &Request<Bytes>, engine: &SharedEngine) -> Found {
        let mounted = self.lock().clone();
        let mut near = Vec::new();
        let takes = |mounted: &Arc<Mounted>| match mounted.judge(engine, request) {
            Verdict::Fits => true,
            Verdict::OtherOperation => false,
            Verdict::Error(error) => {
                near.push(format!("{}: {}", mounted.author, refusal(&error)));
                false
            }
            Verdict::Unfit(Miss { unmet, .. }) => {
                near.push(format!("{}: {unmet}", mounted.author));
                false
            }
        };
        let mounted = mounted.into_iter().find(takes);
        Found { mounted, near }
    }

    /// Counts a request that a stub responded to in a recording.
    pub(super) fn count(&self, stub: u64) {
        if let Some(mounted) = self.lock().iter().find(|mounted| mounted.stub_number() == Some(stub)) {
            mounted.tally().handled += 1;
        }
    }

    /// Adds a stub, which its number is given to.
    pub(crate) fn add_stub(&self, stub: impl FnOnce(u64) -> Mounted) -> Arc<Mounted> {
        let mut mounted = self.lock();
        let stub = Arc::new(stub(self.stubs.fetch_add(1, Relaxed) + 1));
        mounted.push(stub.clone());
        stub
    }
}

/// What a test demands of a request.
#[cfg(feature = "mock")]
pub(crate) struct Condition<E> {
    pub(crate) holds: Box<dyn Fn(&E) -> bool + Send + Sync>,
    /// Where the test demands it.
    location: &'static Location<'static>,
}

#[cfg(feature = "mock")]
impl<E> Condition<E> {
    #[track_caller]
    pub(crate) fn new(holds: impl Fn(&E) -> bool + Send + Sync + 'static) -> Self {
        Self { holds: Box::new(holds), location: Location::caller() }
    }
}

/// An override, without its type.
pub(crate) struct Mounted {
    pub(crate) operation: OperationName,
    pub(crate) name: Option<String>,
    pub(crate) author: Author,
    pub(crate) times: Times,
    pub(crate) most: u64,
    pub(crate) delay: Option<Duration>,
    judge: Box<dyn Judge>,
    pub(crate) answer: Answer,
    tally: Mutex<Tally>,
    #[cfg(feature = "mock")]
    pub(crate) on_handled: Notify,
}

/// Whose an override is.
pub(crate) enum Author {
    /// That of a test in this process.
    #[cfg(feature = "mock")]
    Test(&'static Location<'static>),
    /// That of a control route.
    Control {
        stub: u64,
        /// The stub as it is listed.
        shown: Value,
    },
}

/// What it responds with.
pub(crate) enum Answer {
    Fixed(Response<Bytes>),
    #[cfg(feature = "wiremock")]
    Wiremock(Box<dyn wiremock::Respond>),
}

/// Counts of the operation's requests.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally {
    pub(crate) handled: u64,
    /// The conditions did not hold.
    pub(crate) unfit: u64,
    /// The last of those.
    pub(crate) misses: VecDeque<Miss>,
    /// The server would not have accepted them.
    pub(crate) errors: u64,
    pub(crate) last_error: Option<ServerError>,
}

enum Verdict {
    OtherOperation,
    Error(ServerError),
    Unfit(Miss),
    Fits,
}

/// A request that an override nearly handled.
#[derive(Clone, Debug)]
pub(crate) struct Miss {
    pub(crate) unmet: Unmet,
    /// The request, without its secrets; not of stubs, which know no type that hides them.
    request: Option<String>,
}

/// What a request did not meet.
#[derive(Clone, Debug)]
pub(crate) enum Unmet {
    /// The condition of a test.
    #[cfg(feature = "mock")]
    Condition(&'static Location<'static>),
    /// The values of these arguments.
    Arguments(Vec<String>),
}

trait Judge: Send + Sync {
    fn judge(&self, engine: &SharedEngine, request: &Request<Bytes>) -> Verdict;
}

#[cfg(feature = "mock")]
struct Conditions<E>(Vec<Condition<E>>);

#[cfg(feature = "mock")]
impl<E: Endpoint> Judge for Conditions<E> {
    fn judge(&self, engine: &SharedEngine, request: &Request<Bytes>) -> Verdict {
        match engine.look(|engine| engine.read::<E>(request)) {
            None => Verdict::OtherOperation,
            Some(Err(error)) => Verdict::Error(error),
            Some(Ok(request)) => match self.0.iter().find(|condition| !(condition.holds)(&request)) {
                None => Verdict::Fits,
                Some(Condition { location, .. }) => {
                    Verdict::Unfit(Miss { unmet: Unmet::Condition(location), request: Some(brief(&request)) })
                }
            },
        }
    }
}

/// These arguments have to be as here.
struct ArgumentsAre {
    operation: &'static Operation,
    arguments: JsonObject,
}

impl Judge for ArgumentsAre {
    fn judge(&self, engine: &SharedEngine, request: &Request<Bytes>) -> Verdict {
        match engine.look(|engine| engine.read_json(self.operation, request)) {
            None => Verdict::OtherOperation,
            Some(Err(error)) => Verdict::Error(error),
            Some(Ok(arguments)) => match differences(&self.arguments, &arguments) {
                same if same.is_empty() => Verdict::Fits,
                others => Verdict::Unfit(Miss { unmet: Unmet::Arguments(others), request: None }),
            },
        }
    }
}

impl Mounted {
    /// An override of a test.
    #[cfg(feature = "mock")]
    pub(crate) fn of_test<E: Endpoint>(
        conditions: Vec<Condition<E>>,
        location: &'static Location<'static>,
        answer: Answer,
    ) -> Self {
        Self::new(E::META.operation(), Author::Test(location), Box::new(Conditions(conditions)), answer)
    }

    /// A stub of a control route, which responds where the arguments that it names are as it says.
    pub(crate) fn stub(
        operation: &'static Operation,
        arguments: JsonObject,
        author: Author,
        response: Response<Bytes>,
    ) -> Self {
        let judge = Box::new(ArgumentsAre { operation, arguments });
        Self::new(operation.meta.operation(), author, judge, Answer::Fixed(response))
    }

    fn new(operation: OperationName, author: Author, judge: Box<dyn Judge>, answer: Answer) -> Self {
        Self {
            operation,
            name: None,
            author,
            times: Times::from(..),
            most: u64::MAX,
            delay: None,
            judge,
            answer,
            tally: Mutex::default(),
            #[cfg(feature = "mock")]
            on_handled: Notify::new(),
        }
    }

    /// What it makes of a request, which is counted.
    fn judge(&self, engine: &SharedEngine, request: &Request<Bytes>) -> Verdict {
        if self.tally().handled >= self.most {
            return Verdict::OtherOperation;
        }
        // Conditions are the test's own code, which may panic or use the mock: nothing is locked here.
        let verdict = self.judge.judge(engine, request);
        let mut tally = self.tally();
        match &verdict {
            Verdict::OtherOperation => {}
            Verdict::Unfit(miss) => {
                tally.unfit += 1;
                if tally.misses.len() == MOST_MISSES {
                    tally.misses.pop_front();
                }
                tally.misses.push_back(miss.clone());
            }
            Verdict::Error(error) => {
                tally.errors += 1;
                tally.last_error = Some(error.clone());
            }
            // Meanwhile another request may have been the last one.
            Verdict::Fits if tally.handled >= self.most => return Verdict::OtherOperation,
            Verdict::Fits => tally.handled += 1,
        }
        verdict
    }

    /// The number of a stub; `None` of a test's override.
    pub(crate) fn stub_number(&self) -> Option<u64> {
        match self.author {
            #[cfg(feature = "mock")]
            Author::Test(_) => None,
            Author::Control { stub, .. } => Some(stub),
        }
    }

    /// The counts so far.
    pub(crate) fn counts(&self) -> Tally {
        self.tally().clone()
    }

    /// The response of wiremock's, if it is one.
    #[cfg(feature = "wiremock")]
    pub(crate) fn template(&self, request: &wiremock::Request) -> Option<wiremock::ResponseTemplate> {
        let Answer::Wiremock(answer) = &self.answer else { return None };
        let template = answer.respond(request);
        Some(match self.delay {
            Some(delay) => template.set_delay(delay),
            None => template,
        })
    }

    #[cfg(feature = "mock")]
    pub(crate) fn handled(&self) -> u64 {
        self.tally().handled
    }

    /// Whether a request came that it nearly handled.
    #[cfg(feature = "mock")]
    pub(crate) fn came_close(&self) -> bool {
        let tally = self.tally();
        tally.unfit + tally.errors > 0
    }

    #[cfg(feature = "mock")]
    pub(crate) fn is_satisfied(&self) -> bool {
        self.times.contains(self.handled())
    }

    fn tally(&self) -> MutexGuard<'_, Tally> {
        self.tally.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whose it is, for who reads a failure.
impl fmt::Display for Author {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            #[cfg(feature = "mock")]
            Self::Test(location) => write!(f, "{location}"),
            Self::Control { stub, .. } => write!(f, "stub {stub}"),
        }
    }
}

impl fmt::Display for Unmet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            #[cfg(feature = "mock")]
            Self::Condition(location) => write!(f, "{location} did not hold"),
            Self::Arguments(names) => write!(f, "other arguments: {}", names.join(", ")),
        }
    }
}

/// The expectation and the count; then a line for each of the last requests that did not meet a condition.
impl fmt::Display for Mounted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { operation, times, author, .. } = self;
        let Tally { handled, unfit, misses, errors, last_error } = &*self.tally();
        if let Some(name) = &self.name {
            write!(f, "{name}, ")?;
        }
        write!(f, "{operation}, of {author}: expected {times}, handled {handled}")?;
        if *unfit > 0 {
            write!(f, "; {unfit} did not meet its conditions")?;
        }
        if *errors > 0 {
            write!(f, "; {errors} got the error response of the server")?;
        }
        if let Some(error) = last_error {
            write!(f, ", the last with {}", refusal(error))?;
        }
        for Miss { unmet, request } in misses {
            write!(f, "\n    {unmet}")?;
            if let Some(request) = request {
                write!(f, " for {request}")?;
            }
        }
        Ok(())
    }
}
