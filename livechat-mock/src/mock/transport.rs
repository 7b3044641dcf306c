//! Responds to requests of wiremock, by the overrides or the engine.

use std::{
    fmt,
    net::{IpAddr, Ipv4Addr},
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
};

use bytes::Bytes;
use http::{Request, Response, Uri};
use serde_json::json;
use wiremock::{Match, Mock, MockServer, Respond, ResponseTemplate};

use super::overrides::Mounted;
use crate::{Clock, Delivery, Engine, Handled, ServerError, Transmission, engine::error_response};

/// wiremock does not expose the client's address. Its servers listen on loopback only.
const FROM: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

/// The lowest that there is: every mock that a user mounts comes before.
const PRIORITY: u8 = u8::MAX;

/// The state that a mock and its server share.
pub(super) struct Transport {
    /// Locked for one call of the engine at a time, and never while code of the test's runs, save in `with_world`.
    engine: Mutex<Engine>,
    clock: Clock,
    /// In the order in which they were mounted.
    overrides: Mutex<Vec<Arc<Mounted>>>,
    /// What the first of the two mocks found out for the second.
    answer: Mutex<Option<ResponseTemplate>>,
}

impl Transport {
    pub(super) fn new(engine: Engine, clock: Clock) -> Self {
        Self { engine: Mutex::new(engine), clock, overrides: Mutex::default(), answer: Mutex::default() }
    }

    /// The engine, between two requests.
    pub(super) fn engine(&self) -> MutexGuard<'_, Engine> {
        // A panic under the lock is an assertion of the test's that failed: the engine is as good as before.
        self.engine.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn overrides(&self) -> MutexGuard<'_, Vec<Arc<Mounted>>> {
        self.overrides.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Mounts the two mocks that stand for all operations.
    ///
    /// The first matches requests that get no response, the second all others: a mock of wiremock either responds or closes
    /// the connection, and which of them is settled when it is mounted.
    ///
    /// The server may outlive the [`LivechatMock`](crate::LivechatMock), since wiremock keeps servers to use them again.
    /// So they hold weak references.
    pub(super) async fn mount(self: &Arc<Self>, server: &MockServer) {
        let transport = Arc::downgrade(self);
        let unanswered = Mock::given(Unanswered(transport.clone())).respond_with_err(|_: &wiremock::Request| NoAnswer);
        server.register(unanswered.with_priority(PRIORITY)).await;
        let answered = Mock::given(Alive(transport.clone())).respond_with(CatchAll(transport));
        server.register(answered.with_priority(PRIORITY)).await;
    }

    /// The response to a request; `None` if a fault suppresses it.
    fn answer(&self, original: &wiremock::Request) -> Option<ResponseTemplate> {
        let Some(request) = read(original) else {
            return Some(template(error_response(&ServerError::new(
                414,
                json!({"success": false, "error": "URI Too Long"}),
            ))));
        };
        // Closures of the test's may use the mock: nothing is locked while they run.
        let overrides = self.overrides().clone();
        if let Some(mounted) = overrides.iter().find(|mounted| mounted.takes(self, &request)) {
            return Some(mounted.answer(original));
        }
        let mut engine = self.engine();
        // Read under the lock, so that the engine's time does not go back between two requests.
        let now = self.clock.now();
        let Handled { response, delivery: Delivery { delay, transmission }, .. } = engine.handle(&request, FROM, now);
        drop(engine);
        if matches!(transmission, Transmission::Lost | Transmission::Reset) {
            return None;
        }
        let template = template(response);
        Some(if delay.is_zero() { template } else { template.set_delay(delay) })
    }

    fn kept_answer(&self) -> MutexGuard<'_, Option<ResponseTemplate>> {
        self.answer.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Transport").finish_non_exhaustive()
    }
}

/// Handles each request, and matches those that get no response.
///
/// wiremock matches one request at a time, so the response that is kept is that of the request that the next mock gets.
struct Unanswered(Weak<Transport>);

impl Match for Unanswered {
    fn matches(&self, request: &wiremock::Request) -> bool {
        let Some(transport) = self.0.upgrade() else { return false };
        let answer = transport.answer(request);
        let is_unanswered = answer.is_none();
        *transport.kept_answer() = answer;
        is_unanswered
    }
}

/// wiremock drops the connection when it is told this.
#[derive(Debug, thiserror::Error)]
#[error("a fault of livechat-mock suppresses the response")]
struct NoAnswer;

struct Alive(Weak<Transport>);

impl Match for Alive {
    fn matches(&self, _: &wiremock::Request) -> bool {
        self.0.strong_count() > 0
    }
}

struct CatchAll(Weak<Transport>);

impl Respond for CatchAll {
    fn respond(&self, _: &wiremock::Request) -> ResponseTemplate {
        let answer = self.0.upgrade().and_then(|transport| transport.kept_answer().take());
        // The mock was dropped since the match: 404, as wiremock responds to requests that nothing matches.
        answer.unwrap_or_else(|| ResponseTemplate::new(404))
    }
}

/// The request as the engine takes it; `None` if its path and query are too long for that.
pub(super) fn read(original: &wiremock::Request) -> Option<Request<Bytes>> {
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
