//! Servers of wiremock's, which respond to requests that they are sent on.

use std::{
    collections::HashMap,
    error::Error,
    net::SocketAddr,
    pin::pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Waker},
    time::Duration,
};

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Request, Response, StatusCode, Version, header};
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use jiff::fmt::rfc2822::DateTimeParser;
use livechat_sdk::Timestamp;
use tokio::{
    net::TcpStream,
    task::{JoinSet, unconstrained},
};
use wiremock::{Mock, MockServer, Respond, ResponseTemplate, matchers::any};

use crate::server::{Mounted, Reply, in_real_time};

/// Marks a response of the guest's to a request that none of its mocks matches.
static UNMATCHED: HeaderName = HeaderName::from_static("x-livechat-mock-unmatched");

/// The number of the call, in a request to the renderer.
static CALL: HeaderName = HeaderName::from_static("x-livechat-mock-call");

/// Of the connection, not of the message.
const OF_CONNECTION: [HeaderName; 4] =
    [header::CONNECTION, header::TRANSFER_ENCODING, header::UPGRADE, HeaderName::from_static("keep-alive")];

/// The lowest that there is: every mock that a user mounts comes before.
const PRIORITY: u8 = u8::MAX;

/// Lets the guest tell what none of its mocks matched from what one of them responded to with 404.
pub(super) async fn mark_unmatched(server: &MockServer) {
    let unmatched = ResponseTemplate::new(StatusCode::NOT_FOUND).insert_header(&UNMATCHED, "true");
    server.register(Mock::given(any()).respond_with(unmatched).with_priority(PRIORITY)).await;
}

/// Drops the guest, which panics if an expectation of it is not met.
pub(super) fn stop(guest: Option<MockServer>) {
    // wiremock blocks on a lock of tokio's here. A task that has used up its share of time (tokio's cooperative budget)
    // would never get it, and the next pause that gives it a new share would never come. The drop waits for nothing, so one
    // poll does it; if it panics, the panic comes through.
    let dropped = pin!(unconstrained(async move { drop(guest) }));
    let _ = dropped.poll(&mut Context::from_waker(Waker::noop()));
}

/// Asks the guest; `None` if none of its mocks matches.
pub(super) async fn ask(guest: SocketAddr, request: &Request<Bytes>) -> Option<Reply> {
    match forward(guest, request.clone()).await {
        Ok(response) if response.headers().contains_key(&UNMATCHED) => None,
        result => Some(reply(result)),
    }
}

/// wiremock closes the connection if a mock responds with an error.
fn reply(result: Result<Response<Bytes>, Box<dyn Error + Send + Sync>>) -> Reply {
    match result {
        Ok(response) => Reply::Response { response, delay: Duration::ZERO },
        Err(_) => Reply::Nothing,
    }
}

/// Sends a request on.
async fn forward(
    address: SocketAddr,
    request: Request<Bytes>,
) -> Result<Response<Bytes>, Box<dyn Error + Send + Sync>> {
    let forwarded = in_real_time(forward_over_tcp(address, request)).await;
    forwarded.unwrap_or_else(|| Err("the request was not sent on".into()))
}

async fn forward_over_tcp(
    address: SocketAddr,
    mut request: Request<Bytes>,
) -> Result<Response<Bytes>, Box<dyn Error + Send + Sync>> {
    for name in OF_CONNECTION {
        request.headers_mut().remove(name);
    }
    *request.version_mut() = Version::HTTP_11;
    let stream = TcpStream::connect(address).await?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    // Aborted when this is dropped.
    let mut driver = JoinSet::new();
    driver.spawn(connection);
    let (mut head, body) = sender.send_request(request.map(Full::<Bytes>::new)).await?.into_parts();
    let body = body.collect().await?.to_bytes();
    for name in OF_CONNECTION {
        head.headers.remove(name);
    }
    // One that wiremock's server has added, and no mock of the test: the date is the mock's clock's.
    if head.headers.get(header::DATE).is_some_and(is_now) {
        head.headers.remove(header::DATE);
    }
    Ok(Response::from_parts(head, body))
}

/// Whether a date is the system's, give or take a moment.
fn is_now(date: &HeaderValue) -> bool {
    const MOMENT: Duration = Duration::from_secs(5);
    let Ok(date) = DateTimeParser::new().parse_timestamp(date.as_bytes()) else { return false };
    let (date, now) = (Timestamp::from_millis(date.as_millisecond()), Timestamp::now());
    now.saturating_since(date).max(date.saturating_since(now)) < MOMENT
}

/// Makes responses of what wiremock can respond with, by a server of its own: nothing else can read a
/// [`ResponseTemplate`].
pub(super) struct Renderer {
    server: MockServer,
    calls: Arc<Calls>,
}

/// The calls that are on their way to the renderer.
#[derive(Default)]
struct Calls(Mutex<(u64, HashMap<u64, Arc<Mounted>>)>);

impl Renderer {
    pub(super) async fn start() -> Self {
        let calls = Arc::<Calls>::default();
        let server = MockServer::builder().disable_request_recording().start().await;
        server.register(Mock::given(any()).respond_with(Render(calls.clone()))).await;
        Self { server, calls }
    }

    pub(super) async fn render(&self, mounted: Arc<Mounted>, request: &Request<Bytes>) -> Reply {
        let call = self.calls.begin(mounted);
        let mut request = request.clone();
        request.headers_mut().insert(&CALL, HeaderValue::from(call));
        let result = forward(*self.server.address(), request).await;
        self.calls.end(call);
        reply(result)
    }
}

impl Calls {
    fn begin(&self, mounted: Arc<Mounted>) -> u64 {
        let mut calls = self.lock();
        calls.0 += 1;
        let call = calls.0;
        calls.1.insert(call, mounted);
        call
    }

    fn end(&self, call: u64) -> Option<Arc<Mounted>> {
        self.lock().1.remove(&call)
    }

    fn lock(&self) -> MutexGuard<'_, (u64, HashMap<u64, Arc<Mounted>>)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct Render(Arc<Calls>);

impl Respond for Render {
    fn respond(&self, request: &wiremock::Request) -> ResponseTemplate {
        let mut request = request.clone();
        let call = request.headers.remove(&CALL).and_then(|call| call.to_str().ok()?.parse().ok());
        let mounted = call.and_then(|call| self.0.end(call));
        let template = mounted.and_then(|mounted| mounted.template(&request));
        template.unwrap_or_else(|| ResponseTemplate::new(StatusCode::NOT_FOUND))
    }
}
