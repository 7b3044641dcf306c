//! What answers: the overrides, then the engine.

use std::{
    fmt,
    net::{IpAddr, Ipv4Addr},
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
};

use bytes::Bytes;
use http::{Request, Response, Uri};
use serde_json::json;
use wiremock::{Match, Mock, Respond, ResponseTemplate};

use super::overrides::Mounted;
use crate::{Clock, Engine, ServerError, engine::refusal};

/// wiremock does not tell who is connected. Its servers listen on loopback only.
const FROM: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

/// The lowest that there is: every mock that a user mounts comes before.
const PRIORITY: u8 = u8::MAX;

/// What a mock and its server share.
pub(super) struct Front {
    /// Locked for one call of the engine at a time, and never while code of the test's runs, save in `with_world`.
    engine: Mutex<Engine>,
    clock: Clock,
    /// In the order in which they were mounted.
    overrides: Mutex<Vec<Arc<Mounted>>>,
}

impl Front {
    pub(super) fn new(engine: Engine, clock: Clock) -> Self {
        Self { engine: Mutex::new(engine), clock, overrides: Mutex::default() }
    }

    /// The engine, between two requests.
    pub(super) fn engine(&self) -> MutexGuard<'_, Engine> {
        // A panic under the lock is an assertion of the test's that failed: the engine is as good as before.
        self.engine.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn overrides(&self) -> MutexGuard<'_, Vec<Arc<Mounted>>> {
        self.overrides.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The one mock that stands for all operations.
    ///
    /// The server may outlive the [`LivechatMock`](crate::LivechatMock), since wiremock keeps servers to use them again.
    /// So it must not own what it answers with.
    pub(super) fn catch_all(self: &Arc<Self>) -> Mock {
        let front = Arc::downgrade(self);
        Mock::given(Alive(front.clone())).respond_with(CatchAll(front)).with_priority(PRIORITY)
    }

    fn answer(&self, original: &wiremock::Request) -> ResponseTemplate {
        let Some(request) = read(original) else {
            return template(refusal(&ServerError::new(414, json!({"success": false, "error": "URI Too Long"}))));
        };
        // Closures of the test's may use the mock: nothing is locked while they run.
        let overrides = self.overrides().clone();
        match overrides.iter().find(|mounted| mounted.takes(self, &request)) {
            Some(mounted) => mounted.answer(original),
            None => {
                let mut engine = self.engine();
                // Read under the lock, so that the engine's time does not go back between two requests.
                let now = self.clock.now();
                let reply = engine.handle(&request, FROM, now);
                drop(engine);
                template(reply.response)
            }
        }
    }
}

impl fmt::Debug for Front {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Front").finish_non_exhaustive()
    }
}

struct Alive(Weak<Front>);

impl Match for Alive {
    fn matches(&self, _: &wiremock::Request) -> bool {
        self.0.strong_count() > 0
    }
}

struct CatchAll(Weak<Front>);

impl Respond for CatchAll {
    fn respond(&self, request: &wiremock::Request) -> ResponseTemplate {
        match self.0.upgrade() {
            Some(front) => front.answer(request),
            // Dropped since the match: as wiremock answers what nothing matches.
            None => ResponseTemplate::new(404),
        }
    }
}

/// The request as the engine takes it; `None` if its path and query are too long for that.
fn read(original: &wiremock::Request) -> Option<Request<Bytes>> {
    let path = original.url.path();
    let uri = match original.url.query() {
        None => Uri::try_from(path),
        Some(query) => Uri::try_from(format!("{path}?{query}")),
    };
    let mut request = Request::new(Bytes::copy_from_slice(&original.body));
    *request.method_mut() = original.method.clone();
    *request.uri_mut() = uri.ok()?;
    *request.headers_mut() = original.headers.clone();
    Some(request)
}

/// A response as wiremock takes it.
pub(super) fn template(response: Response<Bytes>) -> ResponseTemplate {
    let (head, body) = response.into_parts();
    let template = ResponseTemplate::new(head.status).set_body_bytes(body);
    head.headers.iter().fold(template, |template, (name, value)| template.append_header(name, value))
}
